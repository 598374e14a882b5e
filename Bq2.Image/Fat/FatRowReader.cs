using System.Runtime.InteropServices;
using System.Text;
using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>Reads the rows of a folder, and puts long names together again.</summary>
internal sealed class FatRowReader(Source source, FatEntry folder, FatRows rows)
{
    private readonly StringBuilder _longName = new();
    private int _partsMissing;
    private byte _checksum;
    private bool _hasLongName;

    public List<FatEntry> Read()
    {
        var entries = new List<FatEntry>();
        var table = MemoryMarshal.Cast<byte, FatDirectoryEntry>(rows.Bytes);
        for (int row = 0; row < table.Length && table[row].Name[0] != FatDirectoryEntry.EndMark; row++)
        {
            var entry = table[row];
            if (entry.Name[0] == FatDirectoryEntry.DeletedMark)
                _hasLongName = false;
            else if ((entry.Attributes & FatAttributes.Mask) == FatAttributes.LongName)
                TakePart(row, MemoryMarshal.Cast<FatDirectoryEntry, FatLongNameEntry>(table)[row]);
            else if (ReadShort(row, entry) is { } found)
                entries.Add(found);
        }

        return entries;
    }

    private void TakePart(int row, in FatLongNameEntry part)
    {
        int ordinal = part.Ordinal & ~FatLongNameEntry.LastMark;
        if ((part.Ordinal & FatLongNameEntry.LastMark) != 0)
        {
            (_hasLongName, _partsMissing, _checksum) = (true, ordinal, part.Checksum);
            _longName.Clear();
        }

        bool follows = _hasLongName && ordinal == _partsMissing && part.Checksum == _checksum;
        if (!follows || ordinal is 0 or > FatLongNameEntry.MaxEntries)
            throw Bad("FAT016", $"part {ordinal} of a long name does not follow the part before it", row, 0, 1);

        _partsMissing--;
        var units = new StringBuilder(FatLongNameEntry.Units);
        for (int i = 0; i < FatLongNameEntry.Units && part[i] != 0; i++)
            units.Append((char)part[i]);
        _longName.Insert(0, units);
    }

    private FatEntry? ReadShort(int row, FatDirectoryEntry entry)
    {
        string shortName = FatShortNameText.Of(entry.Name, FatCase.None);
        string name = _hasLongName ? LongName(row, entry.Name) : FatShortNameText.Of(entry.Name, entry.Case);
        _hasLongName = false;
        if ((entry.Attributes & FatAttributes.VolumeLabel) != 0 || shortName is "." or "..")
            return null;

        // What comes out of here may become the name of a file on this machine.
        if (name is "" or "." or ".." || name.AsSpan().ContainsAnyInRange('\0', '\x1f') || name.AsSpan().ContainsAny('/', '\\'))
            throw Bad("FAT017", $"no file can have the name \"{name}\"", row, 0, FatShortName.Length);

        bool isFolder = (entry.Attributes & FatAttributes.Folder) != 0;
        return new()
        {
            Name = name,
            ShortName = shortName,
            Path = folder.Path.Length == 0 ? name : $"{folder.Path}/{name}",
            IsFolder = isFolder,
            Length = isFolder ? 0 : entry.FileSize,
            Modified = new FatTime(entry.ModifiedDate, entry.ModifiedTime, 0).ToTime(),
            Cluster = new(entry.Cluster.Number & FatCluster.Mask),
        };
    }

    private string LongName(int row, FatShortName name)
    {
        if (_partsMissing > 0)
            throw Bad("FAT016", $"the first {_partsMissing} parts of a long name are missing", row, 0, 1);
        if (name.Checksum() != _checksum)
        {
            throw Bad("FAT016",
                $"the long name goes with checksum 0x{_checksum:x2}, the short one has 0x{name.Checksum():x2}", row, 0, 11);
        }

        return _longName.ToString();
    }

    private BadFormatException Bad(string code, FormattableString message, int row, int within, int count) =>
        source.Bad(code, message, rows.PlaceOf(row) + within, count);
}
