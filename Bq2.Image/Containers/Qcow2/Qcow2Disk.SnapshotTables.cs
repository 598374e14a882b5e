using System.Runtime.InteropServices;
using Bq2.Efi.Binary;

namespace Bq2.Image;

internal sealed partial class Qcow2Disk
{
    /// <summary>Everything an L1 table references, once per reference: L2 tables, and clusters with data.</summary>
    private IEnumerable<HostCluster> ClustersOf(Be64[] pointers)
    {
        foreach (ulong pointer in pointers)
        {
            long place = (long)(pointer & Qcow2Entry.OffsetMask);
            if (place == 0)
                continue;

            yield return _cluster.HostAt(place);
            foreach (ulong entry in ReadWords(place, _cluster.Bytes / sizeof(ulong)))
            {
                bool isPacked = (entry & Qcow2Entry.Compressed) != 0;
                var (start, length) = isPacked ? _cluster.PackedAt(entry) : ((long)(entry & Qcow2Entry.OffsetMask), 1);
                for (long at = start; start > 0 && at < Align.Up(start + length, _cluster.Bytes); at = Align.Up(at + 1, _cluster.Bytes))
                    yield return _cluster.HostAt(at);
            }
        }
    }

    private Be64[] ReadL1(Qcow2Snapshot snapshot)
    {
        if (_cluster.Within(snapshot.L1Offset) != 0 || snapshot.L1Entries * sizeof(ulong) > Qcow2Limits.MaxL1Bytes)
        {
            throw _file.Bad(ImageFaults.Snapshots,
                $"snapshot {snapshot.Id} has an impossible L1 table: {snapshot.L1Entries} entries at {snapshot.L1Offset}");
        }

        return ReadWords(snapshot.L1Offset, (int)snapshot.L1Entries);
    }

    private Be64[] ReadWords(long place, int count)
    {
        var words = new Be64[count];
        _file.ReadAt(place, MemoryMarshal.AsBytes(words.AsSpan()));
        return words;
    }

    private void CountAll(Be64[] pointers)
    {
        foreach (var cluster in ClustersOf(pointers))
        {
            _counts.Count(cluster);
            WriteCountsIfMany();
        }
    }

    /// <summary>Frees one reference to everything a table points to.</summary>
    private void GiveBackAll(Be64[] pointers)
    {
        foreach (var cluster in ClustersOf(pointers))
        {
            _counts.Release(cluster);
            WriteCountsIfMany();
        }

        _counts.CountReleased();
    }
}
