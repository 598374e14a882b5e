using System.Collections.Concurrent;
using Bq2.Efi.Files;
using Bq2.Efi.Work;
using Microsoft.Win32.SafeHandles;

namespace Bq2.Image;

/// <summary>
/// Compresses the files of a planned volume on all cores. What came out waits in an unlinked file, since how long it is decides where
/// everything goes.
/// </summary>
internal sealed class ErofsPacker(int level) : IDisposable
{
    private readonly Spool _spool = new("compressed files wait until all places are known");
    private readonly ConcurrentBag<Worker> _idle = [];

    /// <summary>Compresses the contents; a result is null if that is not worth it.</summary>
    public ErofsPackedFile?[] Pack(IReadOnlyList<Content> contents)
    {
        var segments = new ErofsSegment[contents.Count][];
        var tasks = new List<(int File, int Segment)>();
        for (int file = 0; file < contents.Count; file++)
        {
            segments[file] = new ErofsSegment[(contents[file].Length + ErofsSegment.Size - 1) / ErofsSegment.Size];
            for (int segment = 0; segment < segments[file].Length; segment++)
                tasks.Add((file, segment));
        }

        Cores.For(tasks.Count, number =>
        {
            var (file, segment) = tasks[number];
            segments[file][segment] = Pack(contents[file], segment);
        });
        var packed = _spool.Take();
        return [.. contents.Select((content, file) => ResultOf(packed, content, segments[file]))];
    }

    public void Dispose()
    {
        _spool.Dispose();
        foreach (var worker in _idle)
            worker.Files.Dispose();
    }

    private static ErofsPackedFile? ResultOf(SafeFileHandle packed, Content content, ErofsSegment[] segments)
    {
        var file = new ErofsPackedFile(packed, content.Length, segments);
        int index = file.TailLength(ErofsCompactInode.Size);
        return ((long)file.Blocks << ErofsBlock.Bits) + index < content.Length ? file : null;
    }

    private ErofsSegment Pack(Content content, int number)
    {
        if (!_idle.TryTake(out var worker))
            worker = new(level);
        try
        {
            long start = (long)number * ErofsSegment.Size;
            var source = worker.Source.AsSpan(0, (int)Math.Min(ErofsSegment.Size, content.Length - start));
            content.Read(start, source, worker.Files);
            int length = worker.Pack(source, out int[] starts);
            lock (_spool)
            {
                long place = _spool.Length;
                _spool.Write(worker.Packed.AsSpan(0, length));
                return new(place, starts);
            }
        }
        finally
        {
            _idle.Add(worker);
        }
    }

    private sealed class Worker(int level)
    {
        private readonly Lz4Encoder _encoder = new(level);
        private readonly List<int> _starts = [];

        public OpenFile Files { get; } = new();

        public byte[] Source { get; } = new byte[ErofsSegment.Size];

        // At most a block for each of the source.
        public byte[] Packed { get; } = new byte[ErofsSegment.Size];

        /// <summary>Fills block after block; returns the length of them all.</summary>
        public int Pack(ReadOnlySpan<byte> source, out int[] starts)
        {
            _starts.Clear();
            _encoder.Begin();
            int written = 0;
            for (int at = 0; at < source.Length; written += ErofsBlock.Size)
                at += PackBlock(source, at, Packed.AsSpan(written, ErofsBlock.Size));
            starts = [.. _starts];
            return written;
        }

        // A block with no more than its own length stays as it is, so in each cluster no more than one can begin.
        private int PackBlock(ReadOnlySpan<byte> source, int at, Span<byte> block)
        {
            int plain = Math.Min(ErofsBlock.Size, source.Length - at);
            block.Clear();
            if (source.Length - at > ErofsBlock.Size)
            {
                var (taken, written) = _encoder.Pack(source, at, block);
                if (taken > ErofsBlock.Size)
                {
                    // The end of the block is the end of the data.
                    block[..written].CopyTo(block[^written..]);
                    block[..^written].Clear();
                    _starts.Add(at << 1);
                    return taken;
                }

                block.Clear();
            }

            source.Slice(at, plain).CopyTo(block);
            _starts.Add(at << 1 | 1);
            return plain;
        }
    }
}
