namespace Bq2.Efi.Boot;

/// <summary>A GUID in systemd-boot's form, in capitals.</summary>
internal static class GuidText
{
    // The first three numbers are little-endian.
    private static ReadOnlySpan<byte> Order => [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];

    public static void Write(scoped ReadOnlySpan<byte> guid, ref Utf8Writer target)
    {
        for (int i = 0; i < Order.Length; i++)
        {
            if (i is 4 or 6 or 8 or 10)
                target.Add((byte)'-');
            byte value = guid[Order[i]];
            target.Add("0123456789ABCDEF"u8[value >> 4]);
            target.Add("0123456789ABCDEF"u8[value & 15]);
        }
    }
}
