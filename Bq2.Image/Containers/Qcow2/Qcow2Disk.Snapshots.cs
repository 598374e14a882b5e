using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>
/// Snapshots: each is a copy of the L1 table. Everything both reference is counted once more, and no longer flagged as the disk's own.
/// </summary>
internal sealed partial class Qcow2Disk
{
    public IReadOnlyList<Qcow2Snapshot> Snapshots => Qcow2SnapshotTable.Read(_file, new(_header));

    public void AddSnapshot(string name, DateTimeOffset date) => Alone(() =>
    {
        var rows = Qcow2SnapshotTable.Rows(_file, new(_header));
        CheckSnapshot(name, rows);
        long id = rows.Max(row => (long?)Number(row.Snapshot.Id)) ?? 0;
        ChangeAtOnce(header =>
        {
            var table = Flagged(Mapping.L1, _ => false);
            CountAll(table);
            byte[] row = Qcow2SnapshotTable.RowOf(id + 1, name, date, PutTable(BytesOf(table)), table.Length, Length);
            return (WithSnapshots(header, rows, [.. rows.Select(each => each.Bytes), row]), table);
        });
    });

    public void RemoveSnapshot(string idOrName) => Alone(() =>
    {
        var rows = Qcow2SnapshotTable.Rows(_file, new(_header));
        var snapshot = FindSnapshot(rows, idOrName);
        ChangeAtOnce(header =>
        {
            header = WithSnapshots(header, rows, [.. rows.Where(row => row.Snapshot != snapshot).Select(row => row.Bytes)]);
            GiveBackAll(ReadL1(snapshot));
            GiveBack(snapshot.L1Offset, snapshot.L1Entries * sizeof(ulong));
            return (header, Flagged(Mapping.L1, IsSingle));
        });
    });

    /// <summary>Returns the disk to a snapshot. The current state is lost, unless another snapshot has it.</summary>
    public void ApplySnapshot(string idOrName) => Alone(() =>
    {
        var snapshot = FindSnapshot(Qcow2SnapshotTable.Rows(_file, new(_header)), idOrName);
        long size = _version >= 3 ? snapshot.DiskSize : Length;
        var table = ReadL1(snapshot);
        Array.Resize(ref table, (int)Math.Max(table.Length, Align.Units(size, _cluster.BytesPerTable)));
        ChangeAtOnce(header =>
        {
            CountAll(table);
            GiveBackAll(Mapping.L1);
            header.VirtualSize = (ulong)size;
            return (header, Flagged(table, IsSingle));
        });
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

    /// <summary>The header with another list of snapshots.</summary>
    private Qcow2Header WithSnapshots(Qcow2Header header, IReadOnlyList<(Qcow2Snapshot Snapshot, byte[] Bytes)> old, byte[][] rows)
    {
        GiveBack((long)(ulong)header.SnapshotsOffset, Qcow2SnapshotTable.ToBytes([.. old.Select(row => row.Bytes)]).Length);
        long place = PutTable(Qcow2SnapshotTable.ToBytes(rows));
        (header.SnapshotCount, header.SnapshotsOffset) = ((uint)rows.Length, (ulong)place);
        return header;
    }
}
