using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>The header of a gzip member. Nothing in it is needed for decompression; all of it is checked as far as possible.</summary>
internal static class GzipHeader
{
    /// <summary>As we write it: no name, no time, no system, so that the bytes depend only on the content.</summary>
    public static ReadOnlySpan<byte> Plain => [0x1f, 0x8b, Deflate, 0, 0, 0, 0, 0, 0, UnknownSystem];

    private const byte Deflate = 8;
    private const byte UnknownSystem = 255;

    private const int FixedLength = 10;

    private const int SumFlag = 1 << 1;
    private const int ExtraFlag = 1 << 2;
    private const int NameFlag = 1 << 3;
    private const int CommentFlag = 1 << 4;
    private const int ReservedFlags = 0xe0;

    public static void Read(PackedInput input)
    {
        long start = input.Position;
        var head = input.Demand(FixedLength);
        if (head[0] != 0x1f || head[1] != 0x8b)
            throw input.Fault(ImageFaults.PackedHead, $"a gzip member begins with 1f 8b, not {head[0]:x2} {head[1]:x2}", start);
        if (head[2] != Deflate || (head[3] & ReservedFlags) != 0)
            throw input.Fault(ImageFaults.PackedHead, $"expected gzip method 8, not {head[2]} with flags 0x{head[3]:x2}", start);

        int flags = head[3];
        uint sum = Crc32.Of(head);
        if ((flags & ExtraFlag) != 0)
            SkipExtra(input, ref sum);
        if ((flags & NameFlag) != 0)
            SkipText(input, ref sum);
        if ((flags & CommentFlag) != 0)
            SkipText(input, ref sum);
        if ((flags & SumFlag) != 0)
            CheckSum(input, sum);
    }

    private static void SkipExtra(PackedInput input, ref uint sum)
    {
        var length = input.Demand(2);
        sum = Crc32.Append(sum, length);
        for (int left = length[0] | length[1] << 8; left > 0; left--)
            sum = Crc32.Append(sum, [input.TakeByte()]);
    }

    private static void SkipText(PackedInput input, ref uint sum)
    {
        byte next;
        do
        {
            next = input.TakeByte();
            sum = Crc32.Append(sum, [next]);
        }
        while (next != 0);
    }

    private static void CheckSum(PackedInput input, uint sum)
    {
        long at = input.Position;
        var stated = input.Demand(2);
        if ((stated[0] | stated[1] << 8) != (int)(sum & 0xffff))
            throw input.Fault(ImageFaults.PackedSum, $"the header's checksum is {sum & 0xffff:x4}, but it states another", at);
    }
}
