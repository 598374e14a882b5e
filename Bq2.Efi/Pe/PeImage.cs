using System.Text;
using Bq2.Efi.Binary;

namespace Bq2.Efi.Pe;

/// <summary>
/// A PE32+ image, looked at in place. Reading vouches only for the tables themselves; whether firmware would start the
/// image is a question for <see cref="EfiRules"/>.
/// </summary>
public sealed class PeImage
{
    private readonly ReadOnlyMemory<byte> _bytes;

    private PeImage(string path, ReadOnlyMemory<byte> bytes, int peOffset)
    {
        (Path, _bytes, PeOffset) = (path, bytes, peOffset);
        FileHeader = bytes.Span.ReadAt<CoffHeader>(peOffset + sizeof(uint));
        OptionalHeader = bytes.Span.ReadAt<OptionalHeader64>(OptionalHeaderOffset);
    }

    public string Path { get; }

    public ReadOnlySpan<byte> Bytes => _bytes.Span;

    /// <summary>Where "PE\0\0" stands.</summary>
    public int PeOffset { get; }

    public CoffHeader FileHeader { get; }

    public OptionalHeader64 OptionalHeader { get; }

    public int OptionalHeaderOffset => PeOffset + sizeof(uint) + CoffHeader.Size;

    public int SectionTableOffset => OptionalHeaderOffset + FileHeader.OptionalHeaderSize;

    /// <summary>As many rows as both the count and the header's size have room for.</summary>
    public ReadOnlySpan<DataDirectory> Directories =>
        Bytes.TableAt<DataDirectory>(OptionalHeaderOffset + OptionalHeader64.Size, DirectoryRows);

    public ReadOnlySpan<SectionHeader> Sections => Bytes.TableAt<SectionHeader>(SectionTableOffset, FileHeader.SectionCount);

    private int DirectoryRows =>
        (int)Math.Min(OptionalHeader.DirectoryCount, (FileHeader.OptionalHeaderSize - OptionalHeader64.Size) / (uint)DataDirectory.Size);

    /// <summary>Reads the image at a path.</summary>
    public static PeImage Read(string path) => Read(path, File.ReadAllBytes(path));

    /// <exception cref="BadFormatException">The bytes are no PE32+ image, or end inside its headers.</exception>
    public static PeImage Read(string path, ReadOnlyMemory<byte> bytes)
    {
        var span = bytes.Span;
        if (span is not [(byte)'M', (byte)'Z', ..])
            throw Fails("PE001", "the file does not begin with MZ: it is no PE image", 0, 2);
        Require(DosHeader.Size, "the DOS header", 0);

        uint peOffset = span.ReadAt<DosHeader>(0).PeOffset;
        Require(peOffset + (long)sizeof(uint) + CoffHeader.Size + OptionalHeader64.Size, $"the PE headers at 0x{peOffset:x}", 60);
        if (span.ReadAt<uint>((int)peOffset) != CoffHeader.PeSignature)
            throw Fails("PE003", $"no \"PE\\0\\0\" stands at 0x{peOffset:x}, where the DOS header points", (int)peOffset, 4);

        var image = new PeImage(path, bytes, (int)peOffset);
        if (image.OptionalHeader.Magic != OptionalHeader64.MagicPe32Plus)
            throw Fails("PE004", $"the optional header's magic is 0x{image.OptionalHeader.Magic:x}, expected 0x20b (PE32+)", image.OptionalHeaderOffset, 2);
        if (image.FileHeader.OptionalHeaderSize < OptionalHeader64.Size)
            throw Fails("PE005", $"the optional header has {image.FileHeader.OptionalHeaderSize} bytes, a PE32+ one has at least {OptionalHeader64.Size}", image.PeOffset + 20, 2);
        Require(image.SectionTableOffset + image.FileHeader.SectionCount * (long)SectionHeader.Size, $"the table of {image.FileHeader.SectionCount} sections", image.PeOffset + 6);
        return image;

        void Require(long end, string what, int field)
        {
            if (end > bytes.Length)
                throw Fails("PE002", $"{what} would end at 0x{end:x}, the file ends at 0x{bytes.Length:x}", field, 4);
        }

        BadFormatException Fails(string code, string message, int offset, int count) =>
            new(new Fault(code, message) { Path = path }.Showing(bytes.Span, offset, count));
    }

    /// <summary>A table's place; of length 0 where there is none.</summary>
    public DataDirectory Directory(DirectoryIndex index) => (int)index < DirectoryRows ? Directories[(int)index] : default;

    /// <summary>A section's bytes in the file, as many of them as there are.</summary>
    public ReadOnlySpan<byte> Data(int section)
    {
        var header = Sections[section];
        long start = Math.Min(header.PointerToRawData, Bytes.Length);
        return Bytes.Slice((int)start, (int)Math.Min(header.SizeOfRawData, Bytes.Length - start));
    }

    public string SectionName(int section)
    {
        var name = Bytes.Slice(SectionTableOffset + section * SectionHeader.Size, sizeof(ulong));
        int end = name.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? name : name[..end]);
    }

    /// <summary>The bytes that lie at an address of the loaded image, as far as the file holds them.</summary>
    public ReadOnlySpan<byte> At(uint address, uint length)
    {
        for (int i = 0; i < FileHeader.SectionCount; i++)
        {
            uint start = Sections[i].VirtualAddress;
            var data = Data(i);
            if (address >= start && address - start < data.Length)
                return data[(int)(address - start)..][..(int)Math.Min(length, data.Length - (address - start))];
        }

        return [];
    }
}
