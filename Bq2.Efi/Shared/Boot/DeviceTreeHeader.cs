namespace Bq2.Efi.Boot;

/// <summary>The header of a flattened device tree: "Devicetree Specification", 5.2. Big-endian.</summary>
internal static class DeviceTreeHeader
{
    public const int Size = 40;

    private const uint Magic = 0xd00d_feed;

    /// <summary>The length of the tree; 0 if it is not a device tree, or not complete.</summary>
    public static uint Length(ReadOnlySpan<byte> start, ulong fileSize)
    {
        if (start.Length < Size || Word(start, 0) != Magic)
            return 0;
        uint length = Word(start, 4);
        return length >= Size && length <= fileSize ? length : 0;
    }

    private static uint Word(ReadOnlySpan<byte> bytes, int offset) =>
        (uint)(bytes[offset] << 24 | bytes[offset + 1] << 16 | bytes[offset + 2] << 8 | bytes[offset + 3]);
}
