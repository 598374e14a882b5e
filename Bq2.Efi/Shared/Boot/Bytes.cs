namespace Bq2.Efi.Boot;

/// <summary>Operations on bytes that the firmware's core library does not have.</summary>
internal static class Bytes
{
    /// <summary>Compares by the first byte that differs; the longer one comes later.</summary>
    public static int Compare(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        for (int i = 0; i < a.Length && i < b.Length; i++)
        {
            if (a[i] != b[i])
                return a[i] - b[i];
        }

        return a.Length - b.Length;
    }

    public static byte Lower(byte c) => c is >= (byte)'A' and <= (byte)'Z' ? (byte)(c | 0x20) : c;

    public static bool IsBlank(byte c) => c is (byte)' ' or (byte)'\t' or (byte)'\r';
}
