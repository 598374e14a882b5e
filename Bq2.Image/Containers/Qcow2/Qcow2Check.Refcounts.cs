using Bq2.Efi.Binary;

namespace Bq2.Image;

internal sealed partial class Qcow2Check
{
    // Whether it was cancelled is asked this often.
    private const int ClustersBetweenLooks = 1 << 16;

    /// <summary>Remembers of each cluster whether the image counts it once, which is what the flags are about.</summary>
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
                Corrupt($"entry {i} of the refcount table points to {place}, behind the file's end");
            else
                CountBlock(i, place);
        }
    }

    private void CountBlock(int index, long place)
    {
        Refer(place, _cluster.Bytes);
        uint count = _references[_cluster.HostAt(place).Number];
        if (count != 1)
            Corrupt($"the refcount block {index} lies at {place}, where {count - 1} others point as well");
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
                Corrupt($"the cluster at {place} is pointed to {references} times, but counted {count} times");
                continue;
            }

            Leak($"leaked: the cluster at {place} is counted {count} times, but pointed to {references} times");
        }
    }

    /// <summary>Writes each block once that counts something too often.</summary>
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
