using System.Runtime.ExceptionServices;

namespace Bq2.Efi.Work;

/// <summary>
/// Runs a number of equal tasks on all cores. It does what <see cref="Parallel"/> does for this one use, but starts at once: in a short
/// link, setting up Parallel takes longer than the work.
/// </summary>
internal static class Cores
{
    /// <summary>
    /// Does the work for each number below <paramref name="count"/>, in any order, and returns when all is done. What a task throws is
    /// thrown here; of several exceptions, that of the lowest number.
    /// </summary>
    public static void For(int count, Action<int> work)
    {
        var shared = new SharedWork(count, work);
        for (int helpers = Math.Min(Environment.ProcessorCount, count) - 1; helpers > 0; helpers--)
            ThreadPool.UnsafeQueueUserWorkItem(shared, preferLocal: false);
        shared.Execute();
        shared.WaitForAll();
    }

    private sealed class SharedWork(int count, Action<int> work) : IThreadPoolWorkItem
    {
        private readonly object _gate = new();
        private readonly int _count = count;
        private int _taken = -1;
        private int _left = count;
        private int _failed = int.MaxValue;
        private ExceptionDispatchInfo? _failure;

        public void Execute()
        {
            for (int number; (number = Interlocked.Increment(ref _taken)) < _count;)
            {
                try
                {
                    work(number);
                }
                catch (Exception failure)
                {
                    Note(number, failure);
                }

                if (Interlocked.Decrement(ref _left) == 0)
                    WakeWaiting();
            }
        }

        // A helper that has not begun is not waited for: on a busy machine it may come too late for any task.
        public void WaitForAll()
        {
            lock (_gate)
            {
                while (Volatile.Read(ref _left) > 0)
                    Monitor.Wait(_gate);
            }

            _failure?.Throw();
        }

        private void WakeWaiting()
        {
            lock (_gate)
                Monitor.PulseAll(_gate);
        }

        private void Note(int number, Exception failure)
        {
            lock (_gate)
            {
                if (number < _failed)
                    (_failed, _failure) = (number, ExceptionDispatchInfo.Capture(failure));
            }
        }
    }
}
