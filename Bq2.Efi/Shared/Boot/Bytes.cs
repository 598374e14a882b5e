namespace Bq2.Efi.Boot;

/// <summary>What the cellar's core library does not have for bytes.</summary>
internal static class Bytes
{
    /// <summary>By the first byte that differs; what is longer comes later.</summary>
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
