using System.Runtime.InteropServices;
using Bq2.Efi;

namespace Bq2.Image;

/// <summary>
/// Reads the rows of a folder, and puts long names together again. Parts of a long name that do not belong to the short
/// one behind them are left over from a driver that did not know them, so the short name counts.
/// </summary>
internal sealed class FatRowReader(Source source, FatType type, FatEntry folder, FatRows rows)
{
    private readonly FatLongNameParts _longName = new();
    private int _longNameRow;

    /// <summary>The row of the volume's label, where one was found.</summary>
    public int? LabelRow { get; private set; }

    /// <summary>Names that no file can have. Their rows are left out, unless they have another name that will do.</summary>
    public List<Fault> Faults { get; } = [];

    /// <summary>The first row that was never used; after it there is nothing.</summary>
    public int End { get; private set; }

    public List<FatEntry> Read()
    {
        var entries = new List<FatEntry>();
        var table = MemoryMarshal.Cast<byte, FatDirectoryEntry>(rows.Bytes);
        int row = 0;
        for (; row < table.Length && table[row].Name[0] != FatDirectoryEntry.EndMark; row++)
        {
            ref readonly var entry = ref table[row];
            if (entry.Name[0] == FatDirectoryEntry.DeletedMark)
                _longName.Forget();
            else if ((entry.Attributes & FatAttributes.Mask) == FatAttributes.LongName)
                TakePart(row, MemoryMarshal.Cast<FatDirectoryEntry, FatLongNameEntry>(table)[row]);
            else if (ReadShort(row, entry) is { } found)
                entries.Add(found);
        }

        End = row;
        return entries;
    }

    private void TakePart(int row, in FatLongNameEntry part)
    {
        if ((part.Ordinal & FatLongNameEntry.LastMark) != 0)
            _longNameRow = row;
        _longName.Take(part);
    }

    private FatEntry? ReadShort(int row, in FatDirectoryEntry entry)
    {
        string? longName = _longName.For(entry.Name);
        _longName.Forget();
        if ((entry.Attributes & FatAttributes.VolumeLabel) != 0)
        {
            LabelRow ??= row;
            return null;
        }

        string shortName = FatShortNameText.Of(entry.Name, FatCase.None);
        if (shortName is "." or "..")
            return null;

        string inCase = entry.Case == FatCase.None ? shortName : FatShortNameText.Of(entry.Name, entry.Case);
        int firstRow = longName is null ? row : _longNameRow;
        return FirstGoodName(row, longName ?? inCase, inCase) is { } name ? ToEntry(name, shortName, row, firstRow, entry) : null;
    }

    private FatEntry ToEntry(string name, string shortName, int row, int firstRow, in FatDirectoryEntry entry)
    {
        bool isFolder = (entry.Attributes & FatAttributes.Folder) != 0;

        // Before FAT32 the upper half belonged to others: OS/2 kept something there.
        uint cluster = type == FatType.Fat32 ? entry.Cluster.Number & FatCluster.Mask : entry.ClusterLow;
        return new()
        {
            Name = name,
            ShortName = shortName,
            Path = folder.Path.Length == 0 ? name : $"{folder.Path}/{name}",
            Kind = isFolder ? EntryKind.Folder : EntryKind.File,
            Length = isFolder ? 0 : entry.FileSize,
            Modified = new FatTime(entry.ModifiedDate, entry.ModifiedTime, 0).ToTime(),
            Cluster = new(cluster),
            ClusterPlace = rows.PlaceOf(row) + FatDirectoryEntry.ClusterOffset,
            Row = row,
            FirstRow = firstRow,
        };
    }

    /// <summary>
    /// A bad name must hide nothing else of the folder; but what comes out of here may become the name of a file on this machine.
    /// </summary>
    private string? FirstGoodName(int row, string wanted, string second)
    {
        if (CanBeName(wanted))
            return wanted;

        bool helps = CanBeName(second);
        string instead = helps ? $"its short name {second} is used" : "it is left out";
        Faults.Add(source.Bad(ImageFaults.FatRowName,
            $"no file can have the name \"{Printable(wanted)}\": {instead}", rows.PlaceOf(row), FatShortName.Length).Fault);
        return helps ? second : null;
    }

    private static bool CanBeName(string name) =>
        name is not ("" or "." or "..") && !name.AsSpan().ContainsAnyInRange('\0', '\x1f') && !name.AsSpan().ContainsAny('/', '\\');

    private static string Printable(string name) => string.Concat(name.Select(letter => char.IsControl(letter) ? '?' : letter));
}
