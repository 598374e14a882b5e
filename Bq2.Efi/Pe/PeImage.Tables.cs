using Bq2.Efi.Binary;

namespace Bq2.Efi.Pe;

public sealed partial class PeImage
{
    /// <summary>The blocks of the base relocations, up to the first that is not sound.</summary>
    public IEnumerable<BaseRelocationBlock> BaseRelocationBlocks()
    {
        var directory = Directory(DirectoryIndex.BaseRelocation);
        return BaseRelocations.Blocks(MemoryAt(directory.Address, directory.Length));
    }

    /// <summary>What the image offers to others, in the order of ordinals; what lies outside the file is left out.</summary>
    public IEnumerable<PeExport> Exports()
    {
        var place = Directory(DirectoryIndex.Export);
        var head = MemoryAt(place.Address, place.Length);
        if (head.Length < ExportDirectory.Size)
            return [];

        var directory = head.Span.ReadAt<ExportDirectory>(0);
        var addresses = Words(directory.Addresses, directory.AddressCount, sizeof(uint));
        var names = ExportNames(directory);
        return Enumerable.Range(0, addresses.Length / sizeof(uint))
            .Select(row => (Row: row, Address: addresses.Span.ReadAt<uint>(row * sizeof(uint))))
            .Where(row => row.Address != 0)
            .Select(row => new PeExport(
                directory.OrdinalBase + (uint)row.Row,
                names.GetValueOrDefault(row.Row),
                row.Address,
                row.Address - place.Address < place.Length ? TextAt(At(row.Address, MaxNameLength)) : null));
    }

    private Dictionary<int, string> ExportNames(in ExportDirectory directory)
    {
        var names = Words(directory.Names, directory.NameCount, sizeof(uint)).Span;
        var rows = Words(directory.NameOrdinals, directory.NameCount, sizeof(ushort)).Span;
        var found = new Dictionary<int, string>();
        for (int i = 0; i < Math.Min(names.Length / sizeof(uint), rows.Length / sizeof(ushort)); i++)
        {
            int row = rows.ReadAt<ushort>(i * sizeof(ushort));
            if (!found.ContainsKey(row))
                found.Add(row, TextAt(At(names.ReadAt<uint>(i * sizeof(uint)), MaxNameLength)));
        }

        return found;
    }

    private ReadOnlyMemory<byte> Words(uint address, uint count, int size) =>
        MemoryAt(address, (uint)Math.Min(count * (long)size, uint.MaxValue));

    /// <summary>What the image has for debuggers.</summary>
    public IReadOnlyList<PeDebugEntry> DebugEntries()
    {
        var place = Directory(DirectoryIndex.Debug);
        var rows = At(place.Address, place.Length);
        var found = new List<PeDebugEntry>();
        for (int at = 0; at + DebugDirectoryEntry.Size <= rows.Length; at += DebugDirectoryEntry.Size)
        {
            var row = rows.ReadAt<DebugDirectoryEntry>(at);
            var data = DebugData(row);
            found.Add(new(row.Kind, row.SizeOfData, row.Address, row.FileOffset)
            {
                TimeDateStamp = row.TimeDateStamp,
                RowOffset = FileOffset(place.Address)!.Value + at,
                CodeView = row.Kind == DebugKind.CodeView ? ReadCodeView(data) : null,
                Repro = row.Kind == DebugKind.Repro && data.Length > 0 ? data[..Math.Min(data.Length, MaxNameLength)].ToArray() : null,
                ExtendedTraits = row.Kind == DebugKind.ExtendedTraits && data.Length >= sizeof(uint) ? data.ReadAt<uint>(0) : null,
            });
        }

        return found;
    }

    private ReadOnlySpan<byte> DebugData(in DebugDirectoryEntry row)
    {
        long start = Math.Min(row.FileOffset, Bytes.Length);
        return Bytes.Slice((int)start, (int)Math.Min(row.SizeOfData, Bytes.Length - start));
    }

    private static CodeView? ReadCodeView(ReadOnlySpan<byte> data)
    {
        if (data.Length < CodeViewHeader.Size || data.ReadAt<CodeViewHeader>(0) is not { Magic: CodeViewHeader.MagicRsds } header)
            return null;
        return new(header.Id, header.Age, TextAt(data[CodeViewHeader.Size..]));
    }

    /// <summary>The signatures at the end of the file, up to the first that is not sound.</summary>
    public IReadOnlyList<PeCertificate> Certificates()
    {
        var place = Directory(DirectoryIndex.Certificate);
        long at = place.Address, end = Math.Min(at + place.Length, Bytes.Length);
        var found = new List<PeCertificate>();
        while (place.Address != 0 && at + CertificateHeader.Size <= end)
        {
            var header = Bytes.ReadAt<CertificateHeader>((int)at);
            if (header.Length < CertificateHeader.Size || header.Length > end - at)
                break;
            found.Add(new((uint)at, header.Length, header.Revision, header.Kind));
            at += Align.Up(header.Length, (long)CertificateHeader.Alignment);
        }

        return found;
    }
}
