using System.Runtime.InteropServices;
using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>
/// Snapshots: each is a copy of the L1 table. Everything both reference is counted once more, and no longer flagged as the disk's own.
/// </summary>
/// <remarks>
/// The "own" flags are cleared before a count rises and set after it has fallen, so that nobody writes a snapshot's data in place. An
/// interruption loses nothing: a check finds missing "own" flags or leaks.
/// </remarks>
internal sealed partial class Qcow2Disk
{
    // The offset in the header of the number of snapshots, followed by the place of their list.
    private const int SnapshotFields = 60;

    public IReadOnlyList<Qcow2Snapshot> Snapshots => Qcow2SnapshotTable.Read(_file, new(_header));

    public void AddSnapshot(string name, DateTimeOffset date) => Alone(() =>
    {
        var rows = Qcow2SnapshotTable.Rows(_file, new(_header));
        CheckSnapshot(name, rows);
        Commit();
        Mark();
        GiveUpOwning();
        foreach (var cluster in ClustersOf(Mapping.L1))
            Count(cluster);
        long place = PutTable(MemoryMarshal.AsBytes(Mapping.L1.AsSpan()));
        long id = rows.Max(row => (long?)Number(row.Snapshot.Id)) ?? 0;
        WriteSnapshots(rows,
            [.. rows.Select(row => row.Bytes), Qcow2SnapshotTable.RowOf(id + 1, name, date, place, Mapping.L1.Length, Length)]);
    });

    public void RemoveSnapshot(string idOrName) => Alone(() =>
    {
        var rows = Qcow2SnapshotTable.Rows(_file, new(_header));
        var snapshot = FindSnapshot(rows, idOrName);
        Commit();
        Mark();
        WriteSnapshots(rows, [.. rows.Where(row => row.Snapshot != snapshot).Select(row => row.Bytes)]);
        GiveBack(snapshot.L1Offset, ReadL1(snapshot));
        OwnWhatIsSingle();
    });

    /// <summary>Returns the disk to a snapshot. The current state is lost, unless another snapshot has it.</summary>
    public void ApplySnapshot(string idOrName) => Alone(() =>
    {
        var snapshot = FindSnapshot(Qcow2SnapshotTable.Rows(_file, new(_header)), idOrName);
        Commit();
        Mark();
        long size = _version >= 3 ? snapshot.DiskSize : Length;
        var table = ReadL1(snapshot);
        Array.Resize(ref table, (int)Math.Max(table.Length, Align.Units(size, _cluster.BytesPerTable)));
        for (int i = 0; i < table.Length; i++)
            table[i] = table[i] & ~Qcow2Entry.Copied;
        foreach (var cluster in ClustersOf(table))
            Count(cluster);
        long place = PutTable(MemoryMarshal.AsBytes(table.AsSpan()));
        _file.Flush();

        var (old, oldPlace) = (Mapping.L1, (long)(ulong)_header.L1TableOffset);
        (_header.VirtualSize, _header.L1Size, _header.L1TableOffset) = ((ulong)size, (uint)table.Length, (ulong)place);
        _file.WriteAt(SizeField, [
            .. StructBytes.ToBytes(_header.VirtualSize), .. StructBytes.ToBytes(_header.CryptMethod),
            .. StructBytes.ToBytes(_header.L1Size), .. StructBytes.ToBytes(_header.L1TableOffset),
        ]);
        _file.Flush();
        Length = size;
        Mapping.L1 = table;
        Mapping.Forget();
        GiveBack(oldPlace, old);
        OwnWhatIsSingle();
    });

    private void CheckSnapshot(string name, IReadOnlyList<(Qcow2Snapshot Snapshot, byte[] Bytes)> rows)
    {
        if (name.Length == 0 || rows.Any(row => row.Snapshot.Name == name))
        {
            throw _file.Bad(ImageFaults.SnapshotName,
                $"{(name.Length == 0 ? "a snapshot needs a name" : $"there already is a snapshot \"{name}\"")}");
        }

        if ((ulong)rows.Count + 2 > _counts.Most)
        {
            throw _file.Bad(ImageFaults.SnapshotImpossible,
                $"the image's refcounts only go up to {_counts.Most}, too little for another snapshot",
                "convert it to an image with 16-bit refcounts");
        }

    }

    private Qcow2Snapshot FindSnapshot(IReadOnlyList<(Qcow2Snapshot Snapshot, byte[] Bytes)> rows, string idOrName) =>
        Qcow2SnapshotTable.Find(idOrName, _file, rows.Select(row => row.Snapshot));

    private static long Number(string id) => long.TryParse(id, out long number) ? number : 0;

    /// <summary>Clears the "own" flag in every entry of the disk.</summary>
    private void GiveUpOwning()
    {
        for (int i = 0; i < Mapping.L1.Length; i++)
        {
            if ((Mapping.L1[i] & Qcow2Entry.Copied) == 0 || Mapping.TableAt(i) is not { } known)
                continue;

            for (int word = 0; word < known.Words.Length; word++)
            {
                if ((known.Words[word] & Qcow2Entry.Copied) != 0)
                    TableToChange(i).Set(word, known.Words[word] & ~Qcow2Entry.Copied);
            }

            CommitIfMuch();
        }

        Commit();
        ChangePointers(pointer => pointer & ~Qcow2Entry.Copied);
        _file.Flush();
    }

    /// <summary>Sets the "own" flag again where nothing else points to the same place any more.</summary>
    private void OwnWhatIsSingle()
    {
        ChangePointers(pointer => IsSingle(pointer) ? pointer | Qcow2Entry.Copied : pointer);
        for (int i = 0; i < Mapping.L1.Length; i++)
        {
            if ((Mapping.L1[i] & Qcow2Entry.Copied) == 0 || Mapping.TableAt(i) is not { } known)
                continue;

            for (int word = 0; word < known.Words.Length; word++)
            {
                ulong entry = known.Words[word];
                if ((entry & (Qcow2Entry.Compressed | Qcow2Entry.Copied)) == 0 && IsSingle(entry))
                    TableToChange(i).Set(word, entry | Qcow2Entry.Copied);
            }

            CommitIfMuch();
        }

        Commit();
    }

    private bool IsSingle(ulong entry) =>
        (long)(entry & Qcow2Entry.OffsetMask) is > 0 and var place && _counts.CountOf(_cluster.HostAt(place)) == 1;

    private void ChangePointers(Func<ulong, ulong> change)
    {
        for (int i = 0; i < Mapping.L1.Length; i++)
        {
            ulong pointer = Mapping.L1[i], changed = change(pointer);
            if (changed == pointer)
                continue;
            Mapping.L1[i] = changed;
            _changedPointers.Add(i);
        }

        WritePointers();
    }

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
        if (_cluster.Within(snapshot.L1Offset) != 0 || snapshot.L1Entries * sizeof(ulong) > Qcow2HeaderReader.MaxL1Bytes)
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

    private void Count(HostCluster cluster)
    {
        _counts.Count(cluster);
        CommitIfMuch();
    }

    /// <summary>Frees a table, and one reference to everything it points to.</summary>
    private void GiveBack(long place, Be64[] pointers)
    {
        foreach (var cluster in ClustersOf(pointers))
        {
            _counts.Release(cluster);
            CommitIfMuch();
        }

        GiveBack(place, (long)pointers.Length * sizeof(ulong));
        Commit();
    }

    private void GiveBack(long place, long length)
    {
        for (long i = 0; i < _cluster.Holding(length); i++)
            _counts.Release(_cluster.HostAt(place) + i);
    }

    /// <summary>Writes a table to free clusters, and returns its place. The refcounts are in the file by then.</summary>
    private long PutTable(ReadOnlySpan<byte> table)
    {
        long clusters = Math.Max(1, _cluster.Holding(table.Length));
        var place = _counts.Allocate(clusters);
        _counts.Protect(place, clusters);
        _counts.Write();
        var bytes = new byte[clusters * _cluster.Bytes];
        table.CopyTo(bytes);
        Put(_cluster.OffsetOf(place), bytes);
        return _cluster.OffsetOf(place);
    }

    /// <summary>Switches to the new list with one write to the header.</summary>
    private void WriteSnapshots(IReadOnlyList<(Qcow2Snapshot Snapshot, byte[] Bytes)> old, byte[][] rows)
    {
        byte[] list = Qcow2SnapshotTable.ToBytes(rows);
        long oldPlace = (long)(ulong)_header.SnapshotsOffset;
        long oldLength = Qcow2SnapshotTable.ToBytes([.. old.Select(row => row.Bytes)]).Length;
        long place = rows.Length == 0 ? 0 : PutTable(list);
        _counts.Write();
        _file.Flush();
        (_header.SnapshotCount, _header.SnapshotsOffset) = ((uint)rows.Length, (ulong)place);
        _file.WriteAt(SnapshotFields, [.. StructBytes.ToBytes(_header.SnapshotCount), .. StructBytes.ToBytes(_header.SnapshotsOffset)]);
        _file.Flush();
        if (oldLength > 0)
            GiveBack(oldPlace, oldLength);
        Commit();
    }
}
