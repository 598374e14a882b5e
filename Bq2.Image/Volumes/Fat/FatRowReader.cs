using System.Runtime.InteropServices;
using Bq2.Efi;

namespace Bq2.Image;

/// <summary>
/// Reads the rows of a folder, and assembles long names. Long name parts that do not match the short name after them were left by a
/// driver without long names, so the short name is used.
/// </summary>
internal sealed class FatRowReader(Source source, FatType type, FatEntry folder, FatRows rows)
{
    private readonly FatLongNameParts _longName = new();
    private int _longNameRow;

    /// <summary>The row of the volume's label, if there is one.</summary>
    public int? LabelRow { get; private set; }

    /// <summary>Invalid names. Their rows are left out, unless their other name is valid.</summary>
    public List<Fault> Faults { get; } = [];

    /// <summary>The first row that was never used; the folder ends there.</summary>
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

        // Before FAT32 the upper half had other uses: OS/2 stored extended attributes there.
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
    /// A bad name must not hide the rest of the folder; but names returned here may become file names on the host.
    /// </summary>
    private string? FirstGoodName(int row, string wanted, string second)
    {
        if (CanBeName(wanted))
            return wanted;

        bool helps = CanBeName(second);
        string instead = helps ? $"its short name {second} is used" : "it is left out";
        Faults.Add(source.Bad(VolumeFaults.FatRowName,
            $"\"{Printable(wanted)}\" is not a valid file name: {instead}", rows.PlaceOf(row), FatShortName.Length).Fault);
        return helps ? second : null;
    }

    private static bool CanBeName(string name) =>
        name is not ("" or "." or "..") && !name.AsSpan().ContainsAnyInRange('\0', '\x1f') && !name.AsSpan().ContainsAny('/', '\\');

    private static string Printable(string name) => string.Concat(name.Select(letter => char.IsControl(letter) ? '?' : letter));
}
