using System.Runtime.InteropServices;

namespace Bq2.Image;

/// <summary>Writes the rows of one folder.</summary>
internal sealed class FatRowWriter(int rows, DateTimeOffset usualTime)
{
    private readonly FatDirectoryEntry[] _rows = new FatDirectoryEntry[rows];
    private int _next;

    public byte[] ToBytes() => MemoryMarshal.AsBytes(_rows.AsSpan()).ToArray();

    public void AddLabel(FatShortName label) => Add(label, FatAttributes.VolumeLabel, FatCluster.None, 0, usualTime);

    public void AddDots(FatCluster itself, FatCluster parent, DateTimeOffset? time)
    {
        Add(FatShortName.Of(".          "), FatAttributes.Folder, itself, 0, time);
        Add(FatShortName.Of("..         "), FatAttributes.Folder, parent, 0, time);
    }

    public void AddFolder(FatName name, FatCluster cluster, DateTimeOffset? time)
    {
        AddLongName(name);
        Add(FatShortName.Of(name.Short), FatAttributes.Folder, cluster, 0, time);
    }

    public void AddFile(FatName name, FatCluster cluster, uint length, DateTimeOffset? time)
    {
        AddLongName(name);
        Add(FatShortName.Of(name.Short), FatAttributes.Archive, cluster, length, time);
    }

    private void AddLongName(FatName name)
    {
        byte checksum = FatShortName.Of(name.Short).Checksum();
        for (int ordinal = name.LongEntries; ordinal > 0; ordinal--)
        {
            var part = new FatLongNameEntry
            {
                Ordinal = (byte)(ordinal | (ordinal == name.LongEntries ? FatLongNameEntry.LastMark : 0)),
                Attributes = FatAttributes.LongName,
                Checksum = checksum,
            };
            for (int unit = 0; unit < FatLongNameEntry.Units; unit++)
                part[unit] = UnitAt(name.Long, (ordinal - 1) * FatLongNameEntry.Units + unit);
            _rows[_next++] = MemoryMarshal.Cast<FatLongNameEntry, FatDirectoryEntry>(new Span<FatLongNameEntry>(ref part))[0];
        }
    }

    /// <summary>A name that does not fill its last row ends with a zero, and the rest is filler.</summary>
    private static ushort UnitAt(string name, int index) =>
        index < name.Length ? name[index] : index == name.Length ? (ushort)0 : FatLongNameEntry.Filler;

    private void Add(FatShortName name, FatAttributes attributes, FatCluster cluster, uint length, DateTimeOffset? time)
    {
        var stamp = FatTime.Of(time ?? usualTime);
        _rows[_next++] = new()
        {
            Name = name,
            Attributes = attributes,
            CreatedTenMs = stamp.TenMs,
            CreatedTime = stamp.Time,
            CreatedDate = stamp.Date,
            AccessedDate = stamp.Date,
            ModifiedTime = stamp.Time,
            ModifiedDate = stamp.Date,
            Cluster = cluster,
            FileSize = length,
        };
    }
}
