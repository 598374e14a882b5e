using Bq2.Efi.Binary;

namespace Bq2.Image;

internal sealed partial class Qcow2Check
{
    // How often to check for cancellation.
    private const int ClustersBetweenLooks = 1 << 16;

    /// <summary>Records for each cluster whether its count is exactly one, to check the flags in L1 and L2 entries.</summary>
    private void MarkSingles(Qcow2Counts counts)
    {
        for (long i = 0; i < _references.Length; i++)
        {
            if (i % ClustersBetweenLooks == 0)
                _cancellation.ThrowIfCancellationRequested();
            if (counts.Of(new(i)) == 1)
                _singles[i / 64] |= 1UL << (int)(i % 64);
        }
    }

    private void CountRefcountBlocks(Be64[] table)
    {
        Refer((long)(ulong)_head.Header.RefcountTableOffset, (long)table.Length * sizeof(ulong));
        for (int i = 0; i < table.Length; i++)
        {
            ulong entry = table[i];
            long place = (long)(entry & ~Qcow2RefcountTable.Reserved);
            if (entry == 0)
                continue;
            if ((entry & Qcow2RefcountTable.Reserved) != 0)
                Corrupt($"entry {i} of the refcount table, 0x{entry:x16}, has reserved bits set");
            else if (_cluster.Within(place) != 0)
                Corrupt($"entry {i} of the refcount table points to {place}, not a multiple of {_cluster.Bytes}");
            else if (place < 0 || place >= _file.Length)
                Corrupt($"entry {i} of the refcount table points to {place}, after the end of the file");
            else
                CountBlock(i, place);
        }
    }

    private void CountBlock(int index, long place)
    {
        Refer(place, _cluster.Bytes);
        uint count = _references[_cluster.HostAt(place).Number];
        if (count != 1)
            Corrupt($"the refcount block {index} is at {place}, where {count - 1} others point too");
    }

    private void CompareCounts(Qcow2Counts counts)
    {
        for (long i = 0; i < _references.Length; i++)
        {
            if (i % ClustersBetweenLooks == 0)
                _cancellation.ThrowIfCancellationRequested();
            var cluster = new HostCluster(i);
            ulong count = counts.Of(cluster);
            uint references = _references[i];
            if (count > 0 || references > 0)
                _end = _cluster.OffsetOf(cluster + 1);
            if (count == references)
                continue;

            long place = _cluster.OffsetOf(cluster);
            if (count < references)
            {
                Corrupt($"the cluster at {place} is referenced {references} times, but its refcount is {count}");
                continue;
            }

            Leak($"leaked: the cluster at {place} has the refcount {count}, but is referenced {references} times");
        }
    }

    /// <summary>Writes each block with excessive counts once.</summary>
    private void LowerCounts(WritableDisk file)
    {
        var counts = new Qcow2Counts(file, _head, Qcow2RefcountTable.Read(file, _head));
        int perBlock = _head.Width.CountsPerBlock(_cluster);
        for (long first = 0; first < _references.Length; first += perBlock)
        {
            bool isChanged = false;
            for (long i = first; i < Math.Min(first + perBlock, _references.Length); i++)
            {
                if (counts.Of(new(i)) <= _references[i])
                    continue;

                var (block, index) = counts.At(new(i));
                _head.Width.Set(block, index, _references[i]);
                isChanged = true;
            }

            if (!isChanged)
                continue;

            long place = counts.PlaceOf(new(first))!.Value;
            file.Grow(Math.Max(file.Length, place + _cluster.Bytes));
            file.WriteAt(place, counts.At(new(first)).Block);
        }
    }

    private void ClearDirty(WritableDisk file)
    {
        file.Flush();
        file.WriteAt(Qcow2Header.FeatureFields, StructBytes.ToBytes((Be64)(ulong)(_head.Features & ~Qcow2Features.Dirty)));
    }
}
