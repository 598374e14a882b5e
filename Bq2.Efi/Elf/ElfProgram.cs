using Bq2.Efi.Binary;
using Bq2.Efi.Pe;

namespace Bq2.Efi.Elf;

/// <summary>
/// A linked image as a static program for Linux: each section becomes a segment with its rights, at a fixed address. The program needs
/// no loader besides the kernel, and no library.
/// </summary>
internal static class ElfProgram
{
    /// <summary>
    /// The largest page that Linux has on our machines. The linker leaves as much between two sections, so that no page has the rights of
    /// both.
    /// </summary>
    public const uint LargestPage = 0x1_0000;

    /// <summary>The symbol at which the kernel starts the program; the linker provides its code.</summary>
    public const string Entry = "Bq2LinuxStart";

    // Where linkers for Linux put programs: above what mmap_min_addr may ask for, and in reach of 32-bit addresses.
    private const ulong Base = 0x40_0000;

    // The smallest page, and what sections are aligned to.
    private const uint Page = 0x1000;

    /// <summary>The file, of an image that was linked with <see cref="LargestPage"/> as gap between its sections.</summary>
    public static byte[] Write(PeImage image)
    {
        var segments = Plan(image, out uint length);
        var file = new byte[length];
        file.AsSpan().WriteAt(0, Header(image, segments.Count));
        for (int i = 0; i < segments.Count; i++)
            file.AsSpan().WriteAt(ElfHeader.Size + i * ElfProgramHeader.Size, segments[i]);
        CopySections(image, segments, file);
        Relocate(image, segments, file);
        return file;
    }

    private static ElfHeader Header(PeImage image, int segments) => new()
    {
        Identity = ElfHeader.Little64,
        Type = ElfHeader.Executable,
        Machine = image.FileHeader.Machine == Machine.X64 ? ElfHeader.Amd64 : ElfHeader.Arm64,
        Version = 1,
        Entry = Base + image.OptionalHeader.AddressOfEntryPoint,
        ProgramHeaderOffset = ElfHeader.Size,
        HeaderSize = ElfHeader.Size,
        ProgramHeaderSize = ElfProgramHeader.Size,
        ProgramHeaderCount = (ushort)segments,
    };

    // The sections follow one another in whole small pages. Between two of them the addresses jump by the gap, which is a large page, so
    // that addresses and offsets stay equal in what either page size leaves.
    private static List<ElfProgramHeader> Plan(PeImage image, out uint length)
    {
        var segments = new List<ElfProgramHeader>();
        uint offset = Page;
        foreach (int section in Kept(image))
        {
            var header = image.Sections[section];
            uint stored = StoredLength(image, section);
            segments.Add(new()
            {
                Type = ElfProgramHeader.Load,
                Rights = RightsOf(header.Characteristics),
                FileOffset = offset,
                Address = Base + header.VirtualAddress,
                PhysicalAddress = Base + header.VirtualAddress,
                FileLength = stored,
                Length = header.VirtualSize,
                Alignment = LargestPage,
            });
            offset = Align.Up(offset + stored, Page);
        }

        length = (uint)(segments[^1].FileOffset + segments[^1].FileLength);
        segments.Add(new() { Type = ElfProgramHeader.Stack, Rights = ElfRights.Read | ElfRights.Write, Alignment = 16 });
        return segments;
    }

    // Base relocations and debug data are not loaded.
    private static IEnumerable<int> Kept(PeImage image) =>
        Enumerable.Range(0, image.Sections.Length).Where(i => !image.Sections[i].Characteristics.HasFlag(SectionTraits.Discardable));

    // Old kernels clear only what the last segment has in memory and not in the file, so others have all of it in the file.
    private static uint StoredLength(PeImage image, int section)
    {
        bool isLast = section == Kept(image).Last();
        uint length = image.Sections[section].VirtualSize;
        return isLast ? Math.Min((uint)image.Data(section).Length, length) : length;
    }

    private static ElfRights RightsOf(SectionTraits traits) =>
        (traits.HasFlag(SectionTraits.Execute) ? ElfRights.Execute : ElfRights.None)
        | (traits.HasFlag(SectionTraits.Write) ? ElfRights.Write : ElfRights.None)
        | (traits.HasFlag(SectionTraits.Read) ? ElfRights.Read : ElfRights.None);

    private static void CopySections(PeImage image, List<ElfProgramHeader> segments, Span<byte> file)
    {
        int next = 0;
        foreach (int section in Kept(image))
        {
            var segment = segments[next++];
            var data = image.Data(section);
            data[..(int)Math.Min((ulong)data.Length, segment.FileLength)].CopyTo(file[(int)segment.FileOffset..]);
        }
    }

    // What firmware would do after it has chosen an address.
    private static void Relocate(PeImage image, List<ElfProgramHeader> segments, Span<byte> file)
    {
        var table = image.Directory(DirectoryIndex.BaseRelocation);
        foreach (uint address in BaseRelocations.Decode(image.At(table.Address, table.Length), []))
        {
            ulong place = Base + address;
            var home = segments.Find(segment => place >= segment.Address && place - segment.Address < segment.FileLength);
            int offset = (int)(home.FileOffset + (place - home.Address));
            file.WriteAt(offset, ((ReadOnlySpan<byte>)file).ReadAt<ulong>(offset) + Base);
        }
    }
}
