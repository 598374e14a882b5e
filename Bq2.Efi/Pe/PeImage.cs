using Bq2.Efi.Binary;

namespace Bq2.Efi.Pe;

/// <summary>
/// A PE image, PE32+ or PE32, looked at in place. Reading vouches only for the tables themselves; whether firmware would start
/// the image is a question for <see cref="EfiRules"/>.
/// </summary>
public sealed partial class PeImage
{
    // What the kernel's own headers say of it: all machines, and x86's boot protocol.
    private const uint LinuxMark = 0x8182_23cd;
    private const int X86MarkOffset = 0x202;

    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly SectionFinder _finder;

    private PeImage(string path, ReadOnlyMemory<byte> bytes, int peOffset)
    {
        (Path, _bytes, PeOffset) = (path, bytes, peOffset);
        DosHeader = bytes.Span.ReadAt<DosHeader>(0);
        FileHeader = bytes.Span.ReadAt<CoffHeader>(peOffset + sizeof(uint));
        IsPe32 = bytes.Span.ReadAt<ushort>(OptionalHeaderOffset) == OptionalHeader32.MagicPe32;
        OptionalHeader = IsPe32
            ? bytes.Span.ReadAt<OptionalHeader32>(OptionalHeaderOffset).Widened()
            : bytes.Span.ReadAt<OptionalHeader64>(OptionalHeaderOffset);
        _finder = new(this);
    }

    /// <summary>The caller's name for the file.</summary>
    public string Path { get; }

    /// <summary>The whole file.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.Span;

    internal DosHeader DosHeader { get; }

    /// <summary>Where "PE\0\0" stands.</summary>
    internal int PeOffset { get; }

    /// <summary>The header that objects have too.</summary>
    public CoffHeader FileHeader { get; }

    /// <summary>Whether it is a Linux kernel with a stub for UEFI.</summary>
    internal bool IsLinux => DosHeader.LinuxMark == LinuxMark
        || Bytes.Length > X86MarkOffset + 4 && Bytes.Slice(X86MarkOffset, 4).SequenceEqual("HdrS"u8);

    /// <summary>Whether the image has the form of 32-bit machines, as .NET's images for any machine have too.</summary>
    public bool IsPe32 { get; }

    /// <summary>The optional header; a PE32 image's has the same values in wider fields.</summary>
    public OptionalHeader64 OptionalHeader { get; }

    /// <summary>The offset of the file header, after the signature.</summary>
    internal int FileHeaderOffset => PeOffset + sizeof(uint);

    internal int OptionalHeaderOffset => PeOffset + sizeof(uint) + CoffHeader.Size;

    internal int DirectoriesOffset => OptionalHeaderOffset + FixedHeaderSize;

    /// <summary>The optional header's length up to the data directories.</summary>
    internal int FixedHeaderSize => IsPe32 ? OptionalHeader32.Size : OptionalHeader64.Size;

    internal int SectionTableOffset => OptionalHeaderOffset + FileHeader.OptionalHeaderSize;

    /// <summary>As many rows as both the count and the header's size have room for.</summary>
    public ReadOnlySpan<DataDirectory> Directories => Bytes.TableAt<DataDirectory>(DirectoriesOffset, DirectoryRows);

    /// <summary>The headers of its sections, in the order of the file.</summary>
    public ReadOnlySpan<SectionHeader> Sections => Bytes.TableAt<SectionHeader>(SectionTableOffset, FileHeader.SectionCount);

    private int DirectoryRows =>
        (int)Math.Min(OptionalHeader.DirectoryCount, (FileHeader.OptionalHeaderSize - FixedHeaderSize) / (uint)DataDirectory.Size);

    /// <summary>A table's place; of length 0 where there is none.</summary>
    public DataDirectory Directory(DirectoryIndex index) => (uint)index < (uint)DirectoryRows ? Directories[(int)index] : default;

    /// <summary>A section's bytes in the file, as many of them as there are.</summary>
    public ReadOnlySpan<byte> Data(int section)
    {
        CheckSection(section);
        return DataMemory(section).Span;
    }

    /// <summary>
    /// The section that an address of the loaded image lies in, as far as the file or the memory of it reaches; -1 where there is
    /// none.
    /// </summary>
    public int SectionAt(uint address) => _finder.Find(address);

    /// <summary>Where the byte at an address of the loaded image stands in the file; null where the file does not hold it.</summary>
    public int? FileOffset(uint address)
    {
        int section = SectionAt(address);
        if (section < 0 || address - Sections[section].VirtualAddress >= (uint)Data(section).Length)
            return null;
        return (int)(Sections[section].PointerToRawData + (address - Sections[section].VirtualAddress));
    }

    /// <summary>The bytes that lie at an address of the loaded image, as far as the file holds them.</summary>
    public ReadOnlySpan<byte> At(uint address, uint length) => MemoryAt(address, length).Span;

    internal ReadOnlyMemory<byte> MemoryAt(uint address, uint length)
    {
        int section = SectionAt(address);
        if (section < 0)
            return default;

        var data = DataMemory(section);
        uint from = address - Sections[section].VirtualAddress;
        return from >= (uint)data.Length ? default : data.Slice((int)from, (int)Math.Min(length, (uint)data.Length - from));
    }

    internal void CheckSection(int section)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(section);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(section, (int)FileHeader.SectionCount);
    }

    internal ReadOnlyMemory<byte> DataMemory(int section)
    {
        var header = Sections[section];
        long start = Math.Min(header.PointerToRawData, Bytes.Length);
        return _bytes.Slice((int)start, (int)Math.Min(header.SizeOfRawData, Bytes.Length - start));
    }
}
