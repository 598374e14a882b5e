using System.Runtime.InteropServices;
using Bq2.Efi;
using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>
/// Changes a volume in place, in an order that is safe to interrupt anywhere: first the data, into free clusters; then their chain; then
/// the row that makes everything visible; last, what was replaced is freed. An interruption leaves at most lost clusters, and the mark
/// that the volume was not closed.
/// </summary>
internal sealed partial class FatEditor
{
    // Several open folders only help when whole trees are copied.
    private const int MaxOpenFolders = 16;

    private readonly WritableDisk _disk;
    private readonly FatBoot _boot;
    private readonly FatTable _table;
    private readonly FatVolumeMark _mark;
    private readonly FatClusters _clusters;
    private readonly Dictionary<FatCluster, FatOpenFolder> _folders = [];

    public FatEditor(WritableDisk disk, FatBoot boot, FatTable table)
    {
        (_disk, _boot, _table) = (disk, boot, table);
        _mark = new(disk, boot, table);
        _clusters = new(table, boot.Layout, _mark.Hint);
    }

    /// <summary>The disk failed during a change, so the volume must keep the mark.</summary>
    public bool IsBroken { get; private set; }

    private FatLayout Layout => _boot.Layout;

    /// <summary>
    /// Makes one change. If it is impossible, or the source of a copy cannot be read, the volume does not change.
    /// </summary>
    public void Change(Action change)
    {
        if (IsBroken)
            throw new InvalidOperationException("the disk failed earlier; check the volume");

        IsBroken = true;
        try
        {
            change();
            IsBroken = false;
        }
        catch (FaultException)
        {
            IsBroken = false;
            throw;
        }
    }

    /// <summary>The folder with its rows in memory, read once.</summary>
    public FatOpenFolder Open(FatEntry folder, Func<FatEntry, FatRows> read)
    {
        if (_folders.TryGetValue(folder.Cluster, out var open))
            return open;

        if (_folders.Count == MaxOpenFolders)
            _folders.Clear();
        open = new(_disk, Layout, folder, read(folder));
        _folders.Add(folder.Cluster, open);
        return open;
    }

    public void AddFile(FatOpenFolder folder, string name, WatchedContent watched, DateTimeOffset time) =>
        Add(folder, name, time, watched.Content.Length, watched, (rows, given, runs) =>
            rows.AddFile(given, FirstOf(runs), (uint)watched.Content.Length, time));

    public void AddFolder(FatOpenFolder folder, string name, DateTimeOffset time) =>
        Add(folder, name, time, Layout.ClusterSize, watched: null, (rows, given, runs) =>
        {
            WriteFolder(runs[0].First, folder.Entry, time);
            rows.AddFolder(given, FirstOf(runs), time);
        });

    /// <summary>Replaces the content of a file.</summary>
    public void Replace(FatOpenFolder folder, FatEntry file, List<FatRun> old, WatchedContent watched, DateTimeOffset time)
    {
        _mark.Set();
        var runs = WriteData(watched.Content.Length, watched);
        _table.Write(_disk);
        folder.Replace(file, FirstOf(runs), (uint)watched.Content.Length, FatTime.Of(time));
        Free(old);
    }

    /// <summary>Removes the row, then frees all clusters below it.</summary>
    public void Remove(FatOpenFolder folder, FatEntry child, List<FatRun> clusters)
    {
        _mark.Set();
        folder.Delete(child);
        Free(clusters);

        // An open folder may be among those removed, and its cluster may soon belong to another.
        _folders.Clear();
    }

    /// <summary>
    /// Renames a file or folder, maybe into another folder. The new row is written first: after an interruption it has both names, which
    /// a check of the volume finds, and it is not lost.
    /// </summary>
    public void Move(FatOpenFolder from, FatEntry child, FatOpenFolder to, string name)
    {
        _mark.Set();
        var given = to.NameFor(name);
        try
        {
            int row = MakeRoom(to, given.Entries);
            var rows = new FatRowWriter(given.Entries, FatTime.Earliest);
            rows.AddMoved(given, from.RowOf(child));
            to.Add(row, given, rows.ToBytes());
        }
        catch
        {
            to.Forget(given);
            throw;
        }

        if (child.IsFolder && from != to)
            LeadUpTo(child, to.Entry);
        from.Delete(child);

        // The paths of the folders below have changed.
        _folders.Clear();
    }

    // Its second row is "..".
    private void LeadUpTo(FatEntry child, FatEntry parent)
    {
        long place = Layout.OffsetOf(child.Cluster) + FatDirectoryEntry.Size;
        var row = MemoryMarshal.Read<FatDirectoryEntry>(_disk.ReadBytes(place, FatDirectoryEntry.Size));
        row.Cluster = parent.Path.Length == 0 ? FatCluster.None : parent.Cluster;
        _disk.WriteAt(place, StructBytes.ToBytes(row));
    }

    public void SetLabel(FatOpenFolder root, FatShortName? label, DateTimeOffset time)
    {
        _mark.Set();
        if (label is { } name && root.LabelRow is { } row)
            root.Rename(row, name);
        else if (label is { } added)
            AddLabel(root, added, time);
        else if (root.LabelRow is { } old)
            root.DeleteLabel(old);
        _mark.SetLabel(label ?? FatLabel.None);
    }

    /// <summary>Marks the volume as closed properly.</summary>
    public void Finish()
    {
        if (!IsBroken)
            _mark.Clear(_clusters);
    }

    private void Add(FatOpenFolder folder,
        string name, DateTimeOffset time, long length, WatchedContent? watched, Action<FatRowWriter, FatName, List<FatRun>> fill)
    {
        _mark.Set();
        var given = folder.NameFor(name);
        try
        {
            int row = MakeRoom(folder, given.Entries);
            var runs = WriteData(length, watched);
            var rows = new FatRowWriter(given.Entries, time);
            fill(rows, given, runs);
            _table.Write(_disk);
            folder.Add(row, given, rows.ToBytes());
        }
        catch
        {
            folder.Forget(given);
            throw;
        }
    }

    private void AddLabel(FatOpenFolder root, FatShortName label, DateTimeOffset time)
    {
        int row = MakeRoom(root, 1);
        var rows = new FatRowWriter(1, time);
        rows.AddLabel(label);
        root.AddLabel(row, rows.ToBytes());
    }

    private void Free(List<FatRun> runs)
    {
        _clusters.Release(runs);
        _table.Write(_disk);
    }

    private static FatCluster FirstOf(List<FatRun> runs) => runs.Count == 0 ? FatCluster.None : runs[0].First;
}
