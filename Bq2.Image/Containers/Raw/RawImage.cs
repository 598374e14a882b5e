using System.Collections.Concurrent;
using Bq2.Efi.Files;
using Microsoft.Win32.SafeHandles;

namespace Bq2.Image;

/// <summary>Writes a planned disk as a raw file, with holes for zeros.</summary>
public static class RawImage
{
    /// <summary>
    /// Writes the file, which gets its name when it is complete; a device or a pipe of that name is written to instead.
    /// Reports the progress on the disk in bytes.
    /// </summary>
    /// <exception cref="OperationCanceledException">It was cancelled; an existing file at the path is unchanged.</exception>
    public static RawSummary Write(
        string path,
        Regions regions,
        RawOptions? options = null,
        IProgress<long>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(regions);
        return ImageFile.Write(
            path,
            options?.Sync ?? false,
            stream => Write(stream, regions, options?.Threads, progress, cancellation),
            file => Write(file, regions, options, progress, cancellation));
    }

    /// <summary>Writes into an open regular file, replacing its content.</summary>
    internal static RawSummary Write(
        SafeFileHandle target,
        Regions regions,
        RawOptions? options = null,
        IProgress<long>? progress = null,
        CancellationToken cancellation = default)
    {
        options ??= new();
        if (options.Preallocation == Preallocation.Metadata)
            throw Failure.Of(ImageFaults.RawPreallocation, $"a raw image has no metadata to preallocate", hint: "use off, falloc or full");

        RandomAccess.SetLength(target, 0);
        RandomAccess.SetLength(target, regions.Length);
        long written = CopyTo(target, 0, regions, options.Preallocation, options.Threads, progress, cancellation);
        return new(regions.Length, written);
    }

    /// <summary>
    /// Writes every byte of the disk, including zeros, to a pipe or another output without seeking. A device that is too small is refused
    /// before anything is written.
    /// </summary>
    public static RawSummary Write(
        Stream target, Regions regions, int? threads = null, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(regions);
        if (target is FileStream file && ForwardFile.RoomIn(file) is { } room && room < regions.Length)
            throw Failure.Of(ImageFaults.DeviceTooSmall, $"the device has {room:N0} bytes, but the disk has {regions.Length:N0}");

        Conveyor.Run(Chunk.Of(regions.Length, Chunk.UsualSize), threads, () => new StreamWorker(target, regions), progress, cancellation);
        target.Flush();
        return new(regions.Length, regions.Length);
    }

    /// <summary>Copies a disk to an offset in a file that is empty there; returns how many bytes were written.</summary>
    internal static long CopyTo(
        SafeFileHandle target, long start, Regions regions, Preallocation preallocation, int
            ? threads, IProgress<long>? progress, CancellationToken cancellation = default)
    {
        if (preallocation == Preallocation.Falloc)
            RoomInFile.Keep(target, RandomAccess.GetLength(target));

        bool full = preallocation == Preallocation.Full;
        var chunks = full ? Chunk.Of(regions.Length, Chunk.UsualSize) : regions.Chunks(Chunk.UsualSize);
        var workers = new ConcurrentBag<RawWorker>();
        Conveyor.Run(chunks, threads, Hire, progress, cancellation);
        return workers.Sum(worker => worker.Written);

        RawWorker Hire()
        {
            var worker = new RawWorker(target, start, regions, writeZeros: full);
            workers.Add(worker);
            return worker;
        }
    }
}
