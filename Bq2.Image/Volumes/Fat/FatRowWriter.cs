using System.Runtime.InteropServices;

namespace Bq2.Image;

/// <summary>Writes the rows of one folder.</summary>
internal sealed class FatRowWriter(int rows, DateTimeOffset usualTime)
{
    private readonly byte[] _bytes = new byte[rows * FatDirectoryEntry.Size];
    private readonly FatTime _usualTime = FatTime.Of(usualTime);
    private int _next;

    private Span<FatDirectoryEntry> Rows => MemoryMarshal.Cast<byte, FatDirectoryEntry>(_bytes.AsSpan());

    /// <summary>The rows, which are not copied.</summary>
    public byte[] ToBytes() => _bytes;

    public void AddLabel(FatShortName label) => Add(label, FatAttributes.VolumeLabel, FatCluster.None, 0, time: null);

    public void AddDots(FatCluster itself, FatCluster parent, DateTimeOffset? time)
    {
        Add(FatShortName.Of(".          "), FatAttributes.Folder, itself, 0, time);
        Add(FatShortName.Of("..         "), FatAttributes.Folder, parent, 0, time);
    }

    public void AddFolder(FatName name, FatCluster cluster, DateTimeOffset? time) =>
        Add(name, FatAttributes.Folder, cluster, 0, time);

    public void AddFile(FatName name, FatCluster cluster, uint length, DateTimeOffset? time) =>
        Add(name, FatAttributes.Archive, cluster, length, time);

    /// <summary>The same file or folder under another name, with its attributes and times.</summary>
    public void AddMoved(FatName name, FatDirectoryEntry row)
    {
        row.Name = FatShortName.Of(name.Short);
        row.Case = FatCase.None;
        AddLongName(name, row.Name.Checksum());
        Rows[_next++] = row;
    }

    private void Add(FatName name, FatAttributes attributes, FatCluster cluster, uint length, DateTimeOffset? time)
    {
        var alias = FatShortName.Of(name.Short);
        AddLongName(name, alias.Checksum());
        Add(alias, attributes, cluster, length, time);
    }

    private void AddLongName(FatName name, byte checksum)
    {
        int count = name.LongEntries;
        for (int ordinal = count; ordinal > 0; ordinal--)
        {
            ref var part = ref MemoryMarshal.Cast<byte, FatLongNameEntry>(_bytes.AsSpan())[_next++];
            part.Ordinal = (byte)(ordinal | (ordinal == count ? FatLongNameEntry.LastMark : 0));
            part.Attributes = FatAttributes.LongName;
            part.Checksum = checksum;
            int start = (ordinal - 1) * FatLongNameEntry.Units;
            part.Put(name.Long.AsSpan(start, Math.Min(FatLongNameEntry.Units, name.Long.Length - start)));
        }
    }

    private void Add(FatShortName name, FatAttributes attributes, FatCluster cluster, uint length, DateTimeOffset? time)
    {
        var stamp = time is { } own ? FatTime.Of(own) : _usualTime;
        Rows[_next++] = new()
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
