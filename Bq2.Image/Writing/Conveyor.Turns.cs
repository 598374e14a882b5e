using System.Runtime.ExceptionServices;

namespace Bq2.Image;

internal sealed partial class Conveyor
{
    /// <summary>Waits until all earlier chunks are placed; false if that will not happen.</summary>
    private bool AwaitTurn(long number)
    {
        lock (_gate)
        {
            while (_placed != number && number < _failed)
                Monitor.Wait(_gate);
            return number < _failed;
        }
    }

    private void PassTurn()
    {
        lock (_gate)
        {
            // Without turns a later chunk may come first; the steps that are reported are the same all the same.
            long end = _ends.Dequeue();
            _progress?.Report(end);
            _placed++;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Chunks before the failed one still run, so that of several failures the same one is always reported.</summary>
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
