using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>Allocates rows in folders and clusters, and fills them.</summary>
internal sealed partial class FatEditor
{
    /// <summary>Finds free rows in a folder, which grows if necessary.</summary>
    private int MakeRoom(FatOpenFolder folder, int rows)
    {
        for (; ; )
        {
            bool canGrow = folder.Entry.Path.Length > 0 || Layout.Type == FatType.Fat32;
            if (folder.RoomFor(rows, canGrow) is { } row)
                return row;
            if (!canGrow)
            {
                throw _disk.Bad(VolumeFaults.FolderFull,
                    $"the root folder of FAT{(int)Layout.Type} is full", "put the files into a folder");
            }

            if (folder.Length + Layout.ClusterSize > FatFolderNames.MaxRows * FatDirectoryEntry.Size)
            {
                throw _disk.Bad(VolumeFaults.FolderFull,
                    $"{folder.Entry.Label} is full: FAT has {FatFolderNames.MaxRows:N0} rows for a folder");
            }

            Grow(folder);
        }
    }

    private void Grow(FatOpenFolder folder)
    {
        var added = _clusters.Take(1)[0].First;
        _disk.WriteAt(Layout.OffsetOf(added), new byte[Layout.ClusterSize]);
        _table.Write(_disk);

        // First terminate the chain at the new cluster, only then link the old end to it.
        _table[folder.LastCluster] = added.Number;
        _table.Write(_disk);
        folder.Grow(added);
    }

    /// <summary>Allocates clusters and fills them; their chain is not written yet.</summary>
    private List<FatRun> WriteData(long length, WatchedContent? watched)
    {
        var runs = _clusters.Take(Align.Units(length, Layout.ClusterSize));
        try
        {
            if (watched is { } given)
                Copy(given, runs);
            return runs;
        }
        catch
        {
            _clusters.Release(runs);
            throw;
        }
    }

    private void Copy(WatchedContent watched, List<FatRun> runs)
    {
        var content = watched.Content;
        using var files = new OpenFile();
        var buffer = new byte[Math.Min(content.Length, Chunk.UsualSize)];
        long done = 0;
        foreach (var run in runs)
        {
            long left = Math.Min(run.Count * Layout.ClusterSize, content.Length - done);
            for (long offset = Layout.OffsetOf(run.First); left > 0;)
            {
                var bytes = buffer.AsSpan(0, (int)Math.Min(buffer.Length, left));
                Read(watched, done, bytes, files);
                _disk.WriteAt(offset, bytes);
                offset += bytes.Length;
                done += bytes.Length;
                left -= bytes.Length;
                Report(watched, done);
            }
        }
    }

    // What the caller's content, callback or token throws is no failure of this disk: nothing references the filled clusters yet, so the
    // volume is unchanged.
    private void Read(WatchedContent watched, long offset, Span<byte> into, OpenFile files)
    {
        try
        {
            watched.Content.Read(offset, into, files);
        }
        catch
        {
            IsBroken = false;
            throw;
        }
    }

    private void Report(WatchedContent watched, long done)
    {
        try
        {
            watched.Progress?.Report(done);
            watched.Cancellation.ThrowIfCancellationRequested();
        }
        catch
        {
            IsBroken = false;
            throw;
        }
    }

    private void WriteFolder(FatCluster cluster, FatEntry parent, DateTimeOffset time)
    {
        var rows = new FatRowWriter(Layout.ClusterSize / FatDirectoryEntry.Size, time);
        rows.AddDots(cluster, parent.Path.Length == 0 ? FatCluster.None : parent.Cluster, time);
        _disk.WriteAt(Layout.OffsetOf(cluster), rows.ToBytes());
    }
}
