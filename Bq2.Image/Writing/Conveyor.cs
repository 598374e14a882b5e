using System.Runtime.ExceptionServices;

namespace Bq2.Image;

/// <summary>
/// Distributes the chunks of a disk to several workers. The output does not depend on their number or speed, because places are assigned
/// in the disk's order. Only the chunks being worked on are in memory.
/// </summary>
internal sealed partial class Conveyor
{
    // More would only take memory, two or three MiB each: the disk could not keep up.
    private const int MaxWorkers = 32;

    private readonly object _gate = new();
    private readonly IEnumerator<Chunk> _chunks;
    private readonly IProgress<long>? _progress;

    // Where the chunks end that were taken and are not passed yet, in order.
    private readonly Queue<long> _ends = new();

    private long _taken;
    private long _placed;

    // The first chunk in the disk's order that failed; later chunks are pointless.
    private long _failed = long.MaxValue;
    private ExceptionDispatchInfo? _failure;

    // Threads besides the caller's, and their limit. A thread starts only when there is a chunk for it: the caller writes a file of one
    // chunk alone.
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

    /// <summary>Processes all chunks, and returns when the last one is written. Null threads: chosen by the number of cores.</summary>
    public static void Run(
        IEnumerable<Chunk> chunks, int
            ? threads, Func<ChunkWorker> hire, IProgress<long>? progress, CancellationToken cancellation = default)
    {
        // Two per core: while one waits for its turn or for the disk, another uses the core.
        int workers = Math.Clamp(threads ?? 2 * Environment.ProcessorCount, 1, MaxWorkers);
        using var all = chunks.GetEnumerator();
        var conveyor = new Conveyor(all, workers, hire, progress, cancellation);
        conveyor.Work();
        conveyor.AwaitHelpers();
        conveyor._failure?.Throw();
        cancellation.ThrowIfCancellationRequested();
    }

    // A helper may start another, but only before it ends itself.
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

    /// <summary>The loop of one thread. Makes its worker at the first chunk, so that a small disk allocates no unused buffers.</summary>
    private void Work()
    {
        ChunkWorker? worker = null;
        while (TryTake(out var chunk, out long number))
        {
            try
            {
                worker ??= _hire();
                worker.Prepare(chunk);
                if (worker.TakesTurns)
                {
                    if (!AwaitTurn(number))
                        continue;
                    worker.Place();
                }

                PassTurn();
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
            if (more)
                _ends.Enqueue(chunk.End);
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
}
