using Bq2.Efi;

namespace Bq2.Image;

internal sealed partial class Qcow2Mapping
{
    /// <summary>The extent at an offset of the disk, up to a limit.</summary>
    public Qcow2Extent ExtentAt(long offset, long limit)
    {
        var whole = UnitAt(offset);
        while (whole.End < limit && UnitAt(whole.End) is var next && whole.GoesOnIn(next))
            whole = whole with { Length = next.End - whole.Offset };
        return whole.Kind == Qcow2Kind.Compressed
            ? whole with { Length = Math.Min(whole.End, limit) - whole.Offset }
            : whole.Cut(offset, Math.Min(whole.End, limit));
    }

    /// <summary>The unit around an offset: a cluster, a subcluster, or everything that a missing table would map.</summary>
    public Qcow2Extent UnitAt(long offset)
    {
        var guest = _cluster.GuestAt(offset);
        int index = _cluster.TableOf(guest);
        if (TableAt(index) is not { } table)
            return new(index * _cluster.BytesPerTable, _cluster.BytesPerTable, Qcow2Kind.Unallocated, null);

        int word = _cluster.EntryOf(guest) * _cluster.WordsPerEntry;
        ulong entry = table.Words[word];
        if ((entry & Qcow2Entry.Compressed) != 0)
            return Packed(guest, entry);

        var whole = Plain(guest, entry);
        return _cluster.HasParts ? PartAt(offset, whole, table.Words[word + 1]) : whole;
    }

    private Qcow2Extent Plain(GuestCluster guest, ulong entry)
    {
        bool mayBeZero = _hasZeroFlag && !_cluster.HasParts;
        if ((entry & Qcow2Entry.Reserved & ~(mayBeZero ? Qcow2Entry.Zero : 0)) != 0)
            throw BadEntry(guest, entry, "has reserved bits set");

        long place = (long)(entry & Qcow2Entry.OffsetMask);
        if (_cluster.Within(place) != 0 || (!_hasDataFile && place >= _file.Length))
            throw BadEntry(guest, entry, "does not point to a cluster of the file");

        // Data cannot be at the start of an image, but can be in a data file.
        bool hasPlace = place != 0 || (_hasDataFile && (entry & Qcow2Entry.Copied) != 0);
        var kind = (entry & Qcow2Entry.Zero) != 0 ? Qcow2Kind.Zero : hasPlace ? Qcow2Kind.Data : Qcow2Kind.Unallocated;
        return new(_cluster.OffsetOf(guest), _cluster.Bytes, kind, hasPlace ? place : null) { IsOwn = (entry & Qcow2Entry.Copied) != 0 };
    }

    /// <summary>The second word of an extended entry: 32 bits for subclusters with data, above them 32 for zeros.</summary>
    private Qcow2Extent PartAt(long offset, in Qcow2Extent cluster, ulong parts)
    {
        int part = _cluster.Within(offset) / _cluster.UnitBytes;
        bool isData = (parts >> part & 1) != 0, isZero = (parts >> part + ClusterSize.PartsPerCluster & 1) != 0;
        if (isData && (isZero || cluster.Place is null))
        {
            string what = isZero ? "and zeros at once" : "without a place";
            throw Bad($"subcluster {part} of the guest's cluster {_cluster.GuestAt(offset).Number} is data {what}");
        }

        long start = cluster.Offset + (long)part * _cluster.UnitBytes;
        var kind = isData ? Qcow2Kind.Data : isZero ? Qcow2Kind.Zero : Qcow2Kind.Unallocated;
        return cluster.Cut(start, start + _cluster.UnitBytes) with { Kind = kind };
    }

    private Qcow2Extent Packed(GuestCluster guest, ulong entry)
    {
        var (place, length) = _cluster.PackedAt(entry);
        if (_hasDataFile || place >= _file.Length)
            throw BadEntry(guest, entry, _hasDataFile ? "is compressed, but in a data file" : "points after the end of the file");
        return new(_cluster.OffsetOf(guest), _cluster.Bytes, Qcow2Kind.Compressed, place) { PackedLength = length };
    }

    private FaultException BadEntry(GuestCluster guest, ulong entry, string what) =>
        Bad($"the L2 entry 0x{entry:x16} for the guest's cluster {guest.Number} {what}");
}
