using Bq2.Efi.Binary;
using Bq2.Efi.Files;

namespace Bq2.Efi.Pe;

public sealed partial class PeImage
{
    private const ushort MagicTe = 0x5a56;

    /// <summary>Reads the image at a path.</summary>
    public static PeImage Read(string path) => Read(path, NamedFile.ReadAll(path));

    /// <exception cref="FaultException">The bytes are not a PE image, or end inside its headers.</exception>
    public static PeImage Read(string path, ReadOnlyMemory<byte> bytes)
    {
        ArgumentNullException.ThrowIfNull(path);
        var span = bytes.Span;
        if (span.IsEmpty)
            throw new FaultException(new(EfiFaults.NotAPe, "the file is empty") { Path = path });
        if (span is not [(byte)'M', (byte)'Z', ..])
            throw NoImage();
        Require(DosHeader.Size, "the DOS header", 0);

        uint peOffset = span.ReadAt<DosHeader>(0).PeOffset;
        Require(peOffset + (long)sizeof(uint) + CoffHeader.Size, $"the PE header at 0x{peOffset:x}", DosHeader.PeOffsetField);
        if (span.ReadAt<uint>((int)peOffset) != CoffHeader.PeSignature)
        {
            string message = $"there is no \"PE\\0\\0\" at 0x{peOffset:x}, where the DOS header points";
            throw Fails(EfiFaults.NoPeSignature, message, (int)peOffset, 4, null);
        }

        int optional = (int)peOffset + sizeof(uint) + CoffHeader.Size;
        Require(optional + (long)sizeof(ushort), "the optional header's magic", DosHeader.PeOffsetField);
        ushort magic = span.ReadAt<ushort>(optional);
        if (magic is not (OptionalHeader64.MagicPe32Plus or OptionalHeader32.MagicPe32))
        {
            string message = $"the optional header's magic is 0x{magic:x}, expected 0x20b (PE32+) or 0x10b (PE32)";
            throw Fails(EfiFaults.NotPe32Plus, message, optional, 2, null);
        }

        int fixedSize = magic == OptionalHeader32.MagicPe32 ? OptionalHeader32.Size : OptionalHeader64.Size;
        Require(optional + (long)fixedSize, $"the PE headers at 0x{peOffset:x}", DosHeader.PeOffsetField);
        var header = span.ReadAt<CoffHeader>((int)peOffset + sizeof(uint));
        long headerOffset = peOffset + sizeof(uint);
        if (header.OptionalHeaderSize < fixedSize)
        {
            var field = FieldPlace.Of(in header, in header.OptionalHeaderSize).At(headerOffset);
            throw Fails(EfiFaults.OptionalHeaderTooShort,
                $"the optional header has {header.OptionalHeaderSize} bytes, this form has at least {fixedSize}", (int)field.Offset,
                field.Length, null);
        }

        long sectionTable = optional + (long)header.OptionalHeaderSize;
        Require(
            sectionTable + header.SectionCount * (long)SectionHeader.Size, $"the table of {header.SectionCount} sections",
            (int)FieldPlace.Of(in header, in header.SectionCount).At(headerOffset).Offset);
        return new(path, bytes, (int)peOffset);

        FaultException NoImage() => bytes.Length >= sizeof(ushort) && bytes.Span.ReadAt<ushort>(0) == MagicTe
            ? Fails(
                EfiFaults.NotAPe, "the file is a TE image, expected PE32+", 0, 2,
                "firmware's own modules have this form, programs do not")
            : Fails(EfiFaults.NotAPe, "the file does not begin with MZ: it is not a PE image", 0, 2, null);

        void Require(long end, string what, int field)
        {
            if (end > bytes.Length)
            {
                throw Fails(
                    EfiFaults.HeadersOutside, $"{what} would end at 0x{end:x}, the file ends at 0x{bytes.Length:x}", field, 4,
                    null);
            }
        }

        FaultException Fails(FaultCode code, string message, int offset, int count, string? hint) =>
            new(new Fault(code, message) { Path = path, Hint = hint }.Showing(bytes.Span, offset, count));
    }
}
