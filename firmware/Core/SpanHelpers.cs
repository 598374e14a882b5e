using System.Runtime.CompilerServices;

namespace System;

/// <summary>
/// What the compiler calls to copy, clear and fill structs and stack memory that are too large for inline code.
/// </summary>
/// <remarks>Unlike C compilers, ilc does not turn such loops back into calls of these methods.</remarks>
internal static unsafe class SpanHelpers
{
    internal static void Memmove(ref byte dest, ref byte src, nuint len)
    {
        fixed (byte* target = &dest, source = &src)
        {
            if (target <= source || target >= source + len)
                CopyUp(target, source, len);
            else
                CopyDown(target, source, len);
        }
    }

    internal static void ClearWithoutReferences(ref byte dest, nuint len) => Fill(ref dest, 0, len);

    internal static void Fill(ref byte dest, byte value, nuint len)
    {
        ulong word = value * 0x0101_0101_0101_0101ul;
        fixed (byte* target = &dest)
        {
            nuint i = 0;
            for (; i + 8 <= len; i += 8)
                Unsafe.WriteUnaligned(target + i, word);
            for (; i < len; i++)
                target[i] = value;
        }
    }

    private static void CopyUp(byte* target, byte* source, nuint length)
    {
        nuint i = 0;
        for (; i + 8 <= length; i += 8)
            Unsafe.WriteUnaligned(target + i, Unsafe.ReadUnaligned<ulong>(source + i));
        for (; i < length; i++)
            target[i] = source[i];
    }

    private static void CopyDown(byte* target, byte* source, nuint length)
    {
        nuint i = length;
        for (; i >= 8; i -= 8)
            Unsafe.WriteUnaligned(target + i - 8, Unsafe.ReadUnaligned<ulong>(source + i - 8));
        for (; i > 0; i--)
            target[i - 1] = source[i - 1];
    }
}
