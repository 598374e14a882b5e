using Bq2.Efi.Binary;

namespace Bq2.Efi.Pe;

/// <summary>Follows the headers of a file down to the table of sections: all are there, and they are those of a PE image.</summary>
internal readonly struct PeHeaderCheck(string path, ReadOnlyMemory<byte> bytes)
{
    private const ushort MagicTe = 0x5a56;

    private ReadOnlySpan<byte> Bytes => bytes.Span;

    /// <summary>Checks the headers; returns where the PE header is.</summary>
    public int FindPeHeader()
    {
        CheckMz();
        int pe = FollowDosHeader();
        int fixedSize = CheckMagic(pe);
        CheckFileHeader(pe, fixedSize);
        return pe;
    }

    private void CheckMz()
    {
        if (Bytes.IsEmpty)
            throw new FaultException(new(EfiFaults.NotAPe, "the file is empty") { Path = path });
        if (Bytes.Length >= sizeof(ushort) && Bytes.ReadAt<ushort>(0) == MagicTe)
        {
            throw Fails(
                EfiFaults.NotAPe, "the file is a TE image, expected PE32+", 0, 2,
                "firmware's own modules have this form, programs do not");
        }

        if (Bytes is not [(byte)'M', (byte)'Z', ..])
            throw Fails(EfiFaults.NotAPe, "the file does not begin with MZ: it is not a PE image", 0, 2);
    }

    private int FollowDosHeader()
    {
        Require(DosHeader.Size, "the DOS header", 0);
        uint pe = Bytes.ReadAt<DosHeader>(0).PeOffset;
        Require(pe + (long)sizeof(uint) + CoffHeader.Size, $"the PE header at 0x{pe:x}", DosHeader.PeOffsetField);
        if (Bytes.ReadAt<uint>((int)pe) != CoffHeader.PeSignature)
        {
            string message = $"there is no \"PE\\0\\0\" at 0x{pe:x}, where the DOS header points";
            throw Fails(EfiFaults.NoPeSignature, message, (int)pe, 4);
        }

        return (int)pe;
    }

    /// <summary>Returns the size of the optional header's fixed part.</summary>
    private int CheckMagic(int pe)
    {
        int optional = OptionalHeader(pe);
        Require(optional + (long)sizeof(ushort), "the optional header's magic", DosHeader.PeOffsetField);
        ushort magic = Bytes.ReadAt<ushort>(optional);
        if (magic is not (OptionalHeader64.MagicPe32Plus or OptionalHeader32.MagicPe32))
        {
            string message = $"the optional header's magic is 0x{magic:x}, expected 0x20b (PE32+) or 0x10b (PE32)";
            throw Fails(EfiFaults.NotPe32Plus, message, optional, 2);
        }

        return magic == OptionalHeader32.MagicPe32 ? OptionalHeader32.Size : OptionalHeader64.Size;
    }

    private void CheckFileHeader(int pe, int fixedSize)
    {
        int optional = OptionalHeader(pe);
        long headerOffset = pe + (long)sizeof(uint);
        Require(optional + (long)fixedSize, $"the PE headers at 0x{pe:x}", DosHeader.PeOffsetField);
        var header = Bytes.ReadAt<CoffHeader>((int)headerOffset);
        if (header.OptionalHeaderSize < fixedSize)
        {
            var field = FieldPlace.Of(in header, in header.OptionalHeaderSize).At(headerOffset);
            string message = $"the optional header has {header.OptionalHeaderSize} bytes, this form has at least {fixedSize}";
            throw Fails(EfiFaults.OptionalHeaderTooShort, message, (int)field.Offset, field.Length);
        }

        long sectionTable = optional + (long)header.OptionalHeaderSize;
        Require(
            sectionTable + header.SectionCount * (long)SectionHeader.Size, $"the table of {header.SectionCount} sections",
            (int)FieldPlace.Of(in header, in header.SectionCount).At(headerOffset).Offset);
    }

    private static int OptionalHeader(int pe) => pe + sizeof(uint) + CoffHeader.Size;

    private void Require(long end, string what, int field)
    {
        if (end > Bytes.Length)
        {
            string message = $"{what} would end at 0x{end:x}, the file ends at 0x{Bytes.Length:x}";
            throw Fails(EfiFaults.HeadersOutside, message, field, 4);
        }
    }

    private FaultException Fails(FaultCode code, string message, int offset, int count, string? hint = null) =>
        new(new Fault(code, message) { Path = path, Hint = hint }.Showing(Bytes, offset, count));
}
