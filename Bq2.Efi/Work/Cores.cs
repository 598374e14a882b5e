using System.Runtime.ExceptionServices;

namespace Bq2.Efi.Work;

/// <summary>
/// Puts every core to work on a number of equal tasks. The same as <see cref="Parallel"/> for this one use, but it is
/// there at once: a short link would spend more time on setting that up than on its work.
/// </summary>
public static class Cores
{
    /// <summary>
    /// Does the work for each number below <paramref name="count"/>, in no order, and returns when all is done. What a task
    /// throws is thrown here; of several failures it is that of the lowest number, whoever was first.
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

        // Nobody is waited for who has not begun: a busy machine may let a helper come too late for any task.
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
