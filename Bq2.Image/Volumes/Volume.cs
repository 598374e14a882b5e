using Bq2.Efi;

namespace Bq2.Image;

/// <summary>
/// A file system in a disk, of whatever kind: what is in it is listed and read in one way, and changed where the kind allows it.
/// </summary>
/// <example>
/// <code>
/// using var volume = FileSystem.Open(DiskImage.Open("esp.img"));
/// foreach (var entry in volume.Walk())
///     Console.WriteLine($"{entry.Path} {entry.Length}");
/// </code>
/// </example>
public abstract class Volume : IDisposable
{
    private const int DefaultReadLimit = 64 << 20;

    private readonly Source _source;

    private protected Volume(Source source) => _source = source;

    /// <summary>One word for the kind of file system, such as fat.</summary>
    public abstract string Kind { get; }

    /// <summary>Why a link or a device of a tree cannot be in a volume of this kind.</summary>
    internal FaultException Refusal(TreeEntry special) => special.NotIn(Kind.ToUpperInvariant());

    /// <summary>In bytes.</summary>
    public abstract long Length { get; }

    /// <summary>The partition that it is in; null for a volume without a partition table around it.</summary>
    public FoundPartition? Partition { get; internal set; }

    /// <summary>How many other partitions the disk has.</summary>
    public int OtherPartitions { get; internal set; }

    /// <summary>
    /// Damaged names in the folders that were listed so far. Such an entry is left out of the list, or listed by another name that
    /// it has.
    /// </summary>
    public abstract IReadOnlyCollection<Fault> Faults { get; }

    /// <summary>The name of the volume; null where it has none.</summary>
    public abstract string? ReadLabel();

    /// <summary>What is in a folder, in the order in which the folder has it. The root is "".</summary>
    public abstract IReadOnlyList<VolumeEntry> List(string path = "");

    /// <summary>The entry at a path; null where there is none.</summary>
    public abstract VolumeEntry? Find(string path);

    /// <summary>
    /// Everything in a folder, every folder before what is in it. A folder that a damaged volume has twice, or within
    /// itself, is a fault: so this comes to an end whatever the volume says.
    /// </summary>
    public abstract IEnumerable<VolumeEntry> Walk(string path = "");

    /// <summary>A file's bytes as a source, which lives as long as the volume.</summary>
    public Source OpenFile(string path) =>
        Find(path) is { Kind: EntryKind.File } file ? OpenFile(file) : throw Missing("file", path);

    /// <summary>The same for an entry that was found before.</summary>
    public abstract Source OpenFile(VolumeEntry file);

    /// <summary>A small file as bytes.</summary>
    public byte[] Read(string path, int limit = DefaultReadLimit)
    {
        using var file = OpenFile(path);
        if (file.Length > limit)
        {
            throw _source.Bad(ImageFaults.FileTooLargeToRead,
                $"{path} has {file.Length:N0} bytes; no more than {limit:N0} are wanted at once");
        }

        return file.ReadBytes(0, (int)file.Length);
    }

    /// <summary>Copies a file of any size to a stream.</summary>
    /// <param name="path">The file.</param>
    /// <param name="target">Gets its bytes, and stays open.</param>
    /// <param name="progress">Told how many bytes were copied.</param>
    /// <param name="cancellation">Ends it; the target has part of the file then.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public void CopyTo(string path, Stream target, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        using var file = OpenFile(path);
        var buffer = new byte[Math.Min(file.Length, Chunk.UsualSize)];
        for (long done = 0; done < file.Length;)
        {
            cancellation.ThrowIfCancellationRequested();
            var bytes = buffer.AsSpan(0, (int)Math.Min(buffer.Length, file.Length - done));
            file.ReadAt(done, bytes);
            target.Write(bytes);
            done += bytes.Length;
            progress?.Report(done);
        }
    }

    /// <summary>Writes a file, a new one or in the place of one that is there; makes the folders on the way to it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">What is to be in it.</param>
    /// <param name="time">When it was changed; 1980-01-01 if the caller does not say.</param>
    /// <param name="progress">Told how many bytes were written.</param>
    /// <param name="cancellation">Ends it; the file that was there stays as it was, and a new one does not appear.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public virtual void Write(
        string path,
        Content content,
        DateTimeOffset? time = null,
        IProgress<long>? progress = null,
        CancellationToken cancellation = default) => throw CannotChange();

    /// <summary>Makes a folder, and those on the way to it. One that is there already stays.</summary>
    public virtual void CreateFolder(string path, DateTimeOffset? time = null) => throw CannotChange();

    /// <summary>Removes a file or a folder; one that is not empty only with all that is in it.</summary>
    public virtual void Remove(string path, bool recursive = false) => throw CannotChange();

    /// <summary>
    /// Gives a file or folder another path; its marks and times stay. A file that is there already is replaced by a file, and nothing
    /// else is. The folder around the new path must be there.
    /// </summary>
    public virtual void Move(string from, string to) => throw CannotChange();

    /// <summary>Gives the volume a name; null takes it away.</summary>
    public virtual void SetLabel(string? label) => throw CannotChange();

    /// <summary>Returns when everything is on the medium, and the volume says that it was closed properly.</summary>
    public virtual void Flush() => throw CannotChange();

    /// <summary>Finishes what was changed, unless the disk failed, and closes the source.</summary>
    public abstract void Dispose();

    private protected FaultException Missing(string kind, string path) =>
        _source.Bad(ImageFaults.NotInVolume, $"there is no {kind} \"{path}\" in the volume");

    private static InvalidOperationException CannotChange() => new("the volume was opened for reading only");
}
