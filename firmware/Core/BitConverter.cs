namespace System;

public static unsafe class BitConverter
{
    public static readonly bool IsLittleEndian = true;

    public static long DoubleToInt64Bits(double value) => *(long*)&value;

    public static double Int64BitsToDouble(long value) => *(double*)&value;

    public static int SingleToInt32Bits(float value) => *(int*)&value;

    public static float Int32BitsToSingle(int value) => *(float*)&value;
}
