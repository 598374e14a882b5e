using Bq2.Efi.Binary;
using Bq2.Efi.Pe;
using LibObjectFile.PE;

namespace Bq2.Tests.Efi.Pe;

/// <summary>
/// LibObjectFile, a PE reader and writer of others, on an image of ours: it has nothing to say against it, reads what
/// <see cref="PeImage"/> reads, and writes the same file but for three sums.
/// </summary>
internal static class LibObjectFileJudge
{
    public static void Accepts(byte[] file)
    {
        var ours = PeImage.Read("ours.efi", file);
        var theirs = Read(file);

        AssertReadAlike(ours, theirs);
        Assert.Equal(WithTheirSums(ours), Written(theirs));
    }

    public static void AssertReadAlike(PeImage ours, PEFile theirs)
    {
        AssertSameHeaders(ours, theirs);
        AssertSameDirectories(ours, theirs);
        AssertSameSections(ours, theirs);
        AssertSameRelocations(ours, theirs);
        AssertSameDebugEntries(ours, theirs);
    }

    /// <summary>What it says of a file, one line each; nothing where all is well.</summary>
    public static IReadOnlyList<string> Complaints(byte[] file)
    {
        PEFile.TryRead(new MemoryStream(file), out _, out var diagnostics);
        return [.. diagnostics!.Messages.Select(message => message.ToString())];
    }

    public static PEFile Read(byte[] file)
    {
        Assert.Empty(Complaints(file));
        return PEFile.Read(new MemoryStream(file));
    }

    public static byte[] Written(PEFile theirs)
    {
        var written = new MemoryStream();
        Assert.True(theirs.TryWrite(written, out var diagnostics), string.Join('\n', diagnostics.Messages));
        Assert.Empty(diagnostics.Messages);
        return written.ToArray();
    }

    /// <summary>
    /// What it changes when it writes: SizeOfCode, SizeOfInitializedData and SizeOfUninitializedData, which it sums up anew, with each
    /// section's size in memory, rounded up to the file's alignment. We sum the sizes in the file, as lld-link does; the two differ
    /// where a section ends with zeros that the file does not hold. All other bytes stay the same.
    /// </summary>
    private static byte[] WithTheirSums(PeImage ours)
    {
        uint code = 0, data = 0, zeros = 0;
        foreach (var section in ours.Sections)
        {
            uint size = Align.Up(section.VirtualSize, ours.OptionalHeader.FileAlignment);
            if (section.Characteristics.HasFlag(SectionTraits.Code))
                code += size;
            else if (section.Characteristics.HasFlag(SectionTraits.InitializedData))
                data += size;
            else if (section.Characteristics.HasFlag(SectionTraits.UninitializedData))
                zeros += size;
        }

        var parts = new PeParts(ours);
        parts.OptionalHeader = parts.OptionalHeader with
        {
            SizeOfCode = code,
            SizeOfInitializedData = data,
            SizeOfUninitializedData = zeros,
        };
        return parts.ToBytes();
    }

    private static void AssertSameHeaders(PeImage ours, PEFile theirs)
    {
        var (file, coff) = (ours.FileHeader, theirs.CoffHeader);
        Assert.Equal(
            ((ushort)file.Machine, file.SectionCount, file.TimeDateStamp, file.OptionalHeaderSize, (ushort)file.Characteristics),
            ((ushort)coff.Machine, coff.NumberOfSections, coff.TimeDateStamp, coff.SizeOfOptionalHeader, (ushort)coff.Characteristics));
        Assert.Equal((uint)ours.PeOffset, theirs.DosHeader.FileAddressPEHeader);

        var (header, other) = (ours.OptionalHeader, theirs.OptionalHeader);
        Assert.Equal(ours.IsPe32, theirs.IsPE32);
        Assert.Equal(
            (header.AddressOfEntryPoint, header.BaseOfCode, header.ImageBase, header.SectionAlignment, header.FileAlignment),
            (other.AddressOfEntryPoint.RVA().Value, other.BaseOfCode?.RVA.Value ?? 0, other.ImageBase, other.SectionAlignment,
                other.FileAlignment));
        Assert.Equal(
            (header.SizeOfCode, header.SizeOfInitializedData, header.SizeOfUninitializedData, header.SizeOfImage, header.SizeOfHeaders),
            (other.SizeOfCode, other.SizeOfInitializedData, other.SizeOfUninitializedData, other.SizeOfImage, other.SizeOfHeaders));
        Assert.Equal(
            (header.CheckSum, (ushort)header.Subsystem, (ushort)header.DllCharacteristics, header.DirectoryCount),
            (other.CheckSum, (ushort)other.Subsystem, (ushort)other.DllCharacteristics, other.NumberOfRvaAndSizes));
    }

    private static void AssertSameDirectories(PeImage ours, PEFile theirs)
    {
        Assert.Equal(ours.Directories.Length, theirs.Directories.Count);
        for (int i = 0; i < ours.Directories.Length; i++)
        {
            var theirDirectory = (PEDataDirectory?)theirs.Directories[i];
            Assert.Equal(
                ((DirectoryIndex)i, ours.Directories[i].Address, (ulong)ours.Directories[i].Length),
                ((DirectoryIndex)i, theirDirectory?.RVA.Value ?? 0, theirDirectory?.Size ?? 0));
        }
    }

    private static void AssertSameSections(PeImage ours, PEFile theirs)
    {
        Assert.Equal(ours.Sections.Length, theirs.Sections.Count);
        for (int i = 0; i < ours.Sections.Length; i++)
        {
            var (section, other) = (ours.Sections[i], theirs.Sections[i]);
            Assert.Equal(
                (ours.SectionName(i), section.VirtualAddress, section.VirtualSize, section.PointerToRawData, (uint)section.Characteristics),
                (other.Name.Name, other.RVA.Value, other.VirtualSize, (uint)other.Position, (uint)other.Characteristics));
            Assert.Equal(section.SizeOfRawData, other.Size);
            foreach (var stretch in other.Content.OfType<PEStreamSectionData>())
                AssertSameBytes(ours, stretch);
        }
    }

    private static void AssertSameBytes(PeImage ours, PEStreamSectionData stretch)
    {
        byte[] bytes = new byte[stretch.Size];
        Assert.Equal(bytes.Length, stretch.ReadAt(0, bytes));
        Assert.True(ours.At(stretch.RVA, (uint)bytes.Length).SequenceEqual(bytes), $"the bytes at {stretch.RVA} are read differently");
    }

    private static void AssertSameRelocations(PeImage ours, PEFile theirs)
    {
        var blocks = theirs.Directories.BaseRelocation!.Content.Cast<PEBaseRelocationBlock>();

        Assert.Equal(
            ours.BaseRelocationBlocks().Select(block => (block.Page, (ulong)block.Length)),
            blocks.Select(block => (block.PageLink.RVA().Value, block.Size)));
        Assert.Equal(
            ours.BaseRelocationBlocks().SelectMany(block => Enumerable.Range(0, block.Count).Select(entry => block[entry])),
            blocks.SelectMany(block => block.Relocations.Select(
                entry => new BaseRelocation(block.GetRVA(entry), (BaseRelocationKind)((ushort)entry.Type >> 12)))));
    }

    private static void AssertSameDebugEntries(PeImage ours, PEFile theirs) => Assert.Equal(
        ours.DebugEntries().Select(entry => (entry.Kind, entry.TimeDateStamp, (ulong)entry.Length)),
        theirs.Directories.Debug?.Entries.Select(
            entry => ((DebugKind)entry.Type.Value, entry.TimeDateStamp, entry.SectionData?.Size ?? 0)) ?? []);
}
