using Bq2.Efi.Binary;

namespace Bq2.Image;

internal sealed partial class Qcow2Check
{
    /// <summary>Checks every L2 table once, for all references to it.</summary>
    private void CountTables(Be64[] active)
    {
        foreach (ulong pointer in active)
            CompareFlag("L1", pointer);

        var ofTheDisk = active.Select(pointer => (long)((ulong)pointer & Qcow2Entry.OffsetMask)).ToHashSet();
        long done = 0;
        foreach (var (place, times) in _tables)
        {
            _cancellation.ThrowIfCancellationRequested();
            var words = ReadTable(place, _cluster.Bytes / sizeof(ulong))!;
            bool isActive = ofTheDisk.Contains(place);
            long expected = 0;
            for (int word = 0; word < words.Length; word += _cluster.WordsPerEntry)
            {
                CountEntry(words[word], _cluster.HasParts ? words[word + 1] : 0UL, times, isActive, ref expected);
                if (isActive && place != 0 && !_hasDataFile && (words[word] & Qcow2Entry.Compressed) == 0)
                    CompareFlag("L2", words[word]);
            }

            done += _cluster.BytesPerTable;
            _progress?.Report(Math.Min(done, _head.VirtualSize));
        }
    }

    /// <param name="entry">The entry's first word.</param>
    /// <param name="parts">Its second word, if it has one.</param>
    /// <param name="times">How often the table is referenced.</param>
    /// <param name="isActive">Whether the table belongs to the current disk.</param>
    /// <param name="expected">The expected place of the data if the file is not fragmented.</param>
    private void CountEntry(ulong entry, ulong parts, uint times, bool isActive, ref long expected)
    {
        if ((entry & Qcow2Entry.Compressed) != 0)
        {
            CountPacked(entry, parts, times, isActive);
            return;
        }

        uint data = (uint)parts, zeros = (uint)(parts >> 32);
        if ((entry & ReservedInEntry) != 0)
            Corrupt($"L2 entry 0x{entry:x16} has reserved bits set");
        if (IsUnallocated(entry))
        {
            if (data != 0)
                Corrupt($"L2 entry 0x{entry:x16} has subclusters with data, 0x{data:x8}, but no place for them");
            return;
        }

        long place = (long)(entry & Qcow2Entry.OffsetMask);
        if (place == 0 && !_hasDataFile)
            return;
        if ((data & zeros) != 0)
            Corrupt($"L2 entry 0x{entry:x16} has subclusters, 0x{data & zeros:x8}, that are both data and zeros");
        if (_cluster.Within(place) != 0)
            Corrupt($"L2 entry 0x{entry:x16} points to {place}, not a multiple of {_cluster.Bytes}");
        if (isActive)
        {
            _allocated++;
            _fragmented += expected != 0 && place != expected ? 1 : 0;
            expected = place + _cluster.Bytes;
        }

        if (!_hasDataFile)
            Refer(place, _cluster.Bytes, times);
    }

    private void CountPacked(ulong entry, ulong parts, uint times, bool isActive)
    {
        if (_hasDataFile || parts != 0)
        {
            Corrupt($"L2 entry 0x{entry:x16} is compressed, {(_hasDataFile ? "but in a data file" : "but has subclusters")}");
            return;
        }

        if ((entry & Qcow2Entry.Copied) != 0)
            Corrupt($"L2 entry 0x{entry:x16} is compressed, but is flagged as writable in place");
        var (place, length) = _cluster.PackedAt(entry);
        Refer(place, length, times);
        if (!isActive)
            return;

        // Two clusters that share a sector are never read together, so they count as fragmented.
        _allocated++;
        _compressed++;
        _fragmented++;
    }

    // Data cannot be at the start of an image, but can be in a data file.
    private bool IsUnallocated(ulong entry) =>
        (entry & Qcow2Entry.OffsetMask) == 0
        && !(_hasDataFile && (entry & Qcow2Entry.Copied) != 0)
        && (_cluster.HasParts || _head.Version < 3 || (entry & Qcow2Entry.Zero) == 0);

    /// <summary>Checks that an entry's "refcount is one" flag matches the refcount.</summary>
    private void CompareFlag(string kind, ulong entry)
    {
        long cluster = _cluster.HostAt((long)(entry & Qcow2Entry.OffsetMask)).Number;
        if (cluster == 0)
            return;

        bool isOwn = (entry & Qcow2Entry.Copied) != 0;
        bool isSingle = cluster < _references.Length && (_singles[cluster / 64] >> (int)(cluster % 64) & 1) != 0;
        if (isOwn != isSingle)
            Corrupt($"{kind} entry 0x{entry:x16} has the wrong flag: the refcount of its cluster is {(isOwn ? "not " : "")}one");
    }
}
