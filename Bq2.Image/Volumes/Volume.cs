using Bq2.Efi;

namespace Bq2.Image;

/// <summary>
/// A file system of any kind: its content is listed and read in one way, and changed if the kind supports it.
/// </summary>
/// <example>
/// <code>
/// using var volume = FileSystem.Open(DiskImage.Open("esp.img"));
/// foreach (var entry in volume.Walk())
///     Console.WriteLine($"{entry.Path} {entry.Length}");
/// </code>
/// </example>
public abstract partial class Volume : IDisposable
{
    private const int DefaultReadLimit = 64 << 20;

    private readonly Source _source;

    private protected Volume(Source source) => _source = source;

    /// <summary>One word for the kind of file system, such as fat.</summary>
    public abstract string Kind { get; }

    /// <summary>Why this kind of volume cannot hold a link or a device of a tree.</summary>
    internal FaultException Refusal(TreeEntry special) => special.NotIn(Kind.ToUpperInvariant());

    /// <summary>In bytes.</summary>
    public abstract long Length { get; }

    /// <summary>The partition that it is in; null for a volume outside a partition table.</summary>
    public FoundPartition? Partition { get; internal set; }

    /// <summary>How many other partitions the disk has.</summary>
    public int OtherPartitions { get; internal set; }

    /// <summary>
    /// Damaged names in the folders listed so far. Such an entry is left out of the list, or listed by its other name.
    /// </summary>
    public abstract IReadOnlyCollection<Fault> Faults { get; }

    /// <summary>The label of the volume; null if it has none.</summary>
    public abstract string? ReadLabel();

    /// <summary>The content of a folder, in stored order. The root is "".</summary>
    public abstract IReadOnlyList<VolumeEntry> List(string path = "");

    /// <summary>The entry at a path; null if there is none.</summary>
    public abstract VolumeEntry? Find(string path);

    /// <summary>
    /// Everything below a folder, each folder before its content. If a damaged volume has a folder twice or inside itself, that is a
    /// fault, so this always ends.
    /// </summary>
    public abstract IEnumerable<VolumeEntry> Walk(string path = "");

    /// <summary>A file's bytes as a source, valid while the volume is open.</summary>
    public Source OpenFile(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Find(path) is { Kind: EntryKind.File } file ? OpenFile(file) : throw Missing("file", path);
    }

    /// <summary>The same for an entry.</summary>
    public abstract Source OpenFile(VolumeEntry file);

    /// <summary>The bytes of a small file.</summary>
    public byte[] Read(string path, int limit = DefaultReadLimit)
    {
        using var file = OpenFile(path);
        if (file.Length > limit)
        {
            throw _source.Bad(VolumeFaults.FileTooLargeToRead,
                $"{path} has {file.Length:N0} bytes, more than the limit of {limit:N0}");
        }

        return file.ReadBytes(0, (int)file.Length);
    }

    /// <summary>Copies a file of any size to a stream.</summary>
    /// <param name="path">The file.</param>
    /// <param name="target">Gets its bytes; it stays open.</param>
    /// <param name="progress">Told how many bytes were copied.</param>
    /// <param name="cancellation">Stops it; the target then has part of the file.</param>
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

    /// <summary>Flushes the changes, unless the disk failed, and closes the source.</summary>
    public abstract void Dispose();

    internal FaultException Missing(string kind, string path) =>
        _source.Bad(VolumeFaults.NotInVolume, $"there is no {kind} \"{path}\" in the volume");
}
