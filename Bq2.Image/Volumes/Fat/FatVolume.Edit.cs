namespace Bq2.Image;

/// <summary>
/// Changes to a volume that was opened for writing. Each change is written when its method returns, in an order that is safe to
/// interrupt; <see cref="Flush"/> or closing the volume marks it as closed properly.
/// </summary>
public sealed partial class FatVolume
{
    private WritableDisk? _disk;
    private FatEditor? _editor;

    private FatEditor Editor => _editor ??= new(
        _disk ?? throw new InvalidOperationException("the volume was opened for reading only"), _boot, _table);

    /// <inheritdoc/>
    public override void Write(
        string path,
        Content content,
        DateTimeOffset? time = null,
        IProgress<long>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(content);
        cancellation.ThrowIfCancellationRequested();
        if (content.Length > uint.MaxValue)
        {
            throw Failure.Of(VolumeFaults.FileTooLarge,
                $"the file has {content.Length:N0} bytes, but FAT keeps up to {uint.MaxValue:N0}", path);
        }

        var stamp = time ?? FatTime.Earliest;
        var watched = new WatchedContent(content, progress, cancellation);
        var (folder, name) = FolderOf(path, stamp);
        if (folder.Find(name) is not { } there)
            Editor.Change(() => Editor.AddFile(folder, name, watched, stamp));
        else if (there.IsFolder)
            throw _source.Bad(VolumeFaults.FatWrongKind, $"{there.Path} is a folder, so it cannot be written as a file");
        else
            Editor.Change(() => Editor.Replace(folder, there, ClustersOf(there), watched, stamp));
    }

    /// <inheritdoc/>
    public override void CreateFolder(string path, DateTimeOffset? time = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        var folder = OpenFolder(_root);
        foreach (string name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
            folder = Enter(folder, name, time ?? FatTime.Earliest);
    }

    /// <inheritdoc/>
    public override void Remove(string path, bool recursive = false)
    {
        ArgumentNullException.ThrowIfNull(path);
        var (parent, name) = Split(path);
        if (Find(parent) is not { IsFolder: true } above || OpenFolder(above).Find(name) is not { } found)
            throw Missing("file or folder", path);
        if (found.IsFolder && !recursive && List(found).Count > 0)
            throw _source.Bad(VolumeFaults.FatWrongKind, $"the folder {found.Path} is not empty");

        // Find any fault below before anything changes.
        var clusters = ClustersOf(found);
        if (found.IsFolder)
        {
            foreach (var entry in Walk(found.Path))
                clusters.AddRange(ClustersOf(entry));
        }

        Editor.Change(() => Editor.Remove(OpenFolder(above), found, clusters));
    }

    /// <inheritdoc/>
    public override void Move(string from, string to)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        var (oldParent, oldName) = Split(from);
        var (newParent, newName) = Split(to);
        CheckName(newName, to);
        if (Find(oldParent) is not { IsFolder: true } above || OpenFolder(above).Find(oldName) is not { } found)
            throw Missing("file or folder", from);
        if (Find(newParent) is not { IsFolder: true } below)
            throw Missing("folder", newParent);
        if (found.IsFolder && $"{below.Path}/".StartsWith($"{found.Path}/", StringComparison.Ordinal))
            throw _source.Bad(VolumeFaults.FatWrongKind, $"the folder {found.Path} cannot be moved into itself");

        if (OpenFolder(below).Find(newName) is { } there && there.Path != found.Path)
        {
            if (there.IsFolder || found.IsFolder)
                throw _source.Bad(VolumeFaults.FatWrongKind, $"{there.Path} already exists, and only a file can replace a file");
            Remove(there.Path);
        }

        Editor.Change(() => Editor.Move(OpenFolder(above), OpenFolder(above).Find(oldName)!, OpenFolder(below), newName));
    }

    /// <inheritdoc/>
    public override void SetLabel(string? label)
    {
        var name = FatLabel.Of(label);
        Editor.Change(() => Editor.SetLabel(OpenFolder(_root), name, FatTime.Earliest));
    }

    /// <inheritdoc/>
    public override void Flush() => Editor.Finish();

    private (FatOpenFolder Folder, string Name) FolderOf(string path, DateTimeOffset time)
    {
        var (parent, name) = Split(path);
        CheckName(name, path);
        var folder = OpenFolder(_root);
        foreach (string each in parent.Split('/', StringSplitOptions.RemoveEmptyEntries))
            folder = Enter(folder, each, time);
        return (folder, name);
    }

    /// <summary>The folder of this name, made if there is none.</summary>
    private FatOpenFolder Enter(FatOpenFolder folder, string name, DateTimeOffset time)
    {
        if (folder.Find(name) is null)
        {
            CheckName(name, folder.Entry.Path.Length == 0 ? name : $"{folder.Entry.Path}/{name}");
            Editor.Change(() => Editor.AddFolder(folder, name, time));
        }

        return folder.Find(name) is { IsFolder: true } found ? OpenFolder(found)
            : throw _source.Bad(VolumeFaults.FatWrongKind, $"{folder.Entry.Path}/{name} is a file, so it cannot contain anything");
    }

    private FatOpenFolder OpenFolder(FatEntry folder) => Editor.Open(folder, ReadRows);

    private List<FatRun> ClustersOf(FatEntry entry) =>
        entry.Cluster == FatCluster.None ? [] : _chains.FollowToEnd(entry, _boot.Layout.Clusters);

    private static (string Parent, string Name) Split(string path)
    {
        string whole = path.Trim('/');
        int slash = whole.LastIndexOf('/');
        return slash < 0 ? ("", whole) : (whole[..slash], whole[(slash + 1)..]);
    }

    private static void CheckName(string name, string path)
    {
        if (name.Length == 0)
            throw Failure.Of(VolumeFaults.FatName, $"the path does not end in a name", path);
        if (FatName.Objection(name) is { } objection)
            throw Failure.Of(VolumeFaults.FatName, $"{objection}", path);
    }
}
