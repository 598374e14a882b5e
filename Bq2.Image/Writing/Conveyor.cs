using System.Runtime.ExceptionServices;

namespace Bq2.Image;

/// <summary>
/// Moves the chunks of a disk past several workers. What comes out does not depend on how many there are or who was
/// faster, because places are given in the disk's order; and no more is in memory than the workers hold in their hands.
/// </summary>
internal sealed class Conveyor
{
    // Beyond this the memory would grow, by two or three MiB each, and the disk would not follow.
    private const int MaxWorkers = 32;

    private readonly object _gate = new();
    private readonly IEnumerator<Chunk> _chunks;
    private readonly IProgress<long>? _progress;

    private long _taken;
    private long _placed;

    // The first chunk, in the disk's order, that could not be carried: what comes behind it is of no use any more.
    private long _failed = long.MaxValue;
    private ExceptionDispatchInfo? _failure;

    // Threads besides the caller's, and how many there may be. One is started only when there is a chunk for it: a file of one chunk
    // is written by the caller alone.
    private readonly List<Thread> _helpers = [];
    private readonly int _maxHelpers;
    private readonly Func<ChunkWorker> _hire;
    private readonly CancellationToken _cancellation;
    private bool _hasNext;

    private Conveyor(
        IEnumerator<Chunk> chunks, int workers, Func<ChunkWorker> hire, IProgress<long>? progress, CancellationToken cancellation)
    {
        (_chunks, _maxHelpers, _hire) = (chunks, workers - 1, hire);
        (_progress, _cancellation) = (progress, cancellation);
        _hasNext = chunks.MoveNext();
    }

    /// <summary>Carries all chunks, and returns when the last one is written. Null threads: as many as there are cores.</summary>
    public static void Run(
        IEnumerable<Chunk> chunks, int
            ? threads, Func<ChunkWorker> hire, IProgress<long>? progress, CancellationToken cancellation = default)
    {
        // Two to a core: while one waits for its turn, or for the disk, another has the core.
        int workers = Math.Clamp(threads ?? 2 * Environment.ProcessorCount, 1, MaxWorkers);
        using var all = chunks.GetEnumerator();
        var conveyor = new Conveyor(all, workers, hire, progress, cancellation);
        conveyor.Work();
        conveyor.AwaitHelpers();
        conveyor._failure?.Throw();
        cancellation.ThrowIfCancellationRequested();
    }

    // A helper may start another one, but none does so once it has ended.
    private void AwaitHelpers()
    {
        for (int i = 0; ; i++)
        {
            Thread helper;
            lock (_gate)
            {
                if (i == _helpers.Count)
                    return;
                helper = _helpers[i];
            }

            helper.Join();
        }
    }

    /// <summary>A worker's day. It is hired for its first chunk: a small disk does not pay for buffers that nobody needs.</summary>
    private void Work()
    {
        ChunkWorker? worker = null;
        while (TryTake(out var chunk, out long number))
        {
            try
            {
                worker ??= _hire();
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
            bool more = _failure is null && _hasNext && !_cancellation.IsCancellationRequested;
            chunk = more ? _chunks.Current : default;
            number = more ? _taken++ : -1;
            _hasNext = more && _chunks.MoveNext();
            if (_hasNext && _helpers.Count < _maxHelpers)
                StartHelper();
            return more;
        }
    }

    private void StartHelper()
    {
        var helper = new Thread(Work) { IsBackground = true, Name = "conveyor" };
        _helpers.Add(helper);
        helper.Start();
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
