using System.Runtime.ExceptionServices;

namespace Bq2.Image;

/// <summary>
/// Moves the chunks of a disk past several workers. What comes out does not depend on how many there are or who was
/// faster, because places are given in the disk's order; and no more is in memory than the workers hold in their hands.
/// </summary>
internal sealed class Conveyor
{
    // Beyond this the memory would grow, by two or three MiB each, and the disk would not follow.
    private const int MostWorkers = 32;

    private readonly object _gate = new();
    private readonly IEnumerator<Chunk> _chunks;
    private readonly IProgress<long>? _progress;

    private long _taken;
    private long _placed;

    // The first chunk, in the disk's order, that could not be carried: what comes behind it is of no use any more.
    private long _failed = long.MaxValue;
    private ExceptionDispatchInfo? _failure;

    private Conveyor(IEnumerator<Chunk> chunks, IProgress<long>? progress) => (_chunks, _progress) = (chunks, progress);

    /// <summary>Carries all chunks, and returns when the last one is written. Null threads: as many as there are cores.</summary>
    public static void Run(IEnumerable<Chunk> chunks, int? threads, Func<ChunkWorker> hire, IProgress<long>? progress)
    {
        using var all = chunks.GetEnumerator();
        var conveyor = new Conveyor(all, progress);

        // Two to a core: while one waits for its turn, or for the disk, another has the core.
        int workers = Math.Clamp(threads ?? 2 * Environment.ProcessorCount, 1, MostWorkers);
        var others = new Thread[workers - 1];
        for (int i = 0; i < others.Length; i++)
        {
            others[i] = new Thread(() => conveyor.Work(hire)) { IsBackground = true, Name = "conveyor" };
            others[i].Start();
        }

        conveyor.Work(hire);
        foreach (var other in others)
            other.Join();
        conveyor._failure?.Throw();
    }

    /// <summary>A worker's day. It is hired for its first chunk: a small disk does not pay for buffers that nobody needs.</summary>
    private void Work(Func<ChunkWorker> hire)
    {
        ChunkWorker? worker = null;
        while (TryTake(out var chunk, out long number))
        {
            try
            {
                worker ??= hire();
                worker.Prepare(chunk);
                if (!AwaitTurn(number))
                    continue;
                worker.Place();
                PassTurn(chunk);
                worker.Write();
            }
            catch (Exception failure)
            {
                Fail(number, failure);
            }
        }

        worker?.Dispose();
    }

    private bool TryTake(out Chunk chunk, out long number)
    {
        lock (_gate)
        {
            bool more = _failure is null && _chunks.MoveNext();
            chunk = more ? _chunks.Current : default;
            number = more ? _taken++ : -1;
            return more;
        }
    }

    /// <summary>Waits until all chunks before this one are placed. False where that will not happen.</summary>
    private bool AwaitTurn(long number)
    {
        lock (_gate)
        {
            while (_placed != number && number < _failed)
                Monitor.Wait(_gate);
            return number < _failed;
        }
    }

    private void PassTurn(Chunk chunk)
    {
        _progress?.Report(chunk.End);
        lock (_gate)
        {
            _placed++;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Chunks before the failed one go their way: of several failures always the same one is told.</summary>
    private void Fail(long number, Exception failure)
    {
        lock (_gate)
        {
            if (number < _failed)
                (_failed, _failure) = (number, ExceptionDispatchInfo.Capture(failure));
            Monitor.PulseAll(_gate);
        }
    }
}
