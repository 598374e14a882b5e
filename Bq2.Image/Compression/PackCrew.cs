using System.Runtime.ExceptionServices;

namespace Bq2.Image;

/// <summary>
/// Packs parts on several threads while the caller fills the next one. The caller also writes what is packed, in order, so that the output
/// does not depend on the number of threads or on their speed.
/// </summary>
internal sealed class PackCrew<TPart> : IDisposable
{
    private readonly object _gate = new();
    private readonly TPart[] _parts;
    private readonly State[] _states;
    private readonly Action<TPart> _pack, _write;
    private readonly List<Thread> _threads = [];
    private readonly int _cores;

    // Where in the ring: the next to be filled, to be packed, to be written.
    private int _filling, _packing, _writing;
    private bool _isOver;
    private ExceptionDispatchInfo? _failure;

    /// <param name="parts">As many as may be filled, packed or waiting to be written at once.</param>
    /// <param name="cores">The number of threads, besides the caller's.</param>
    /// <param name="pack">Packs a part.</param>
    /// <param name="write">Writes a packed part.</param>
    public PackCrew(TPart[] parts, int cores, Action<TPart> pack, Action<TPart> write)
    {
        (_parts, _cores, _pack, _write) = (parts, cores, pack, write);
        _states = new State[parts.Length];
    }

    private enum State
    {
        Free,
        Filled,
        BeingPacked,
        Packed,
    }

    /// <summary>The part to fill.</summary>
    public TPart Current => _parts[_filling];

    /// <summary>The current part is filled; there is another when this returns.</summary>
    public void Pass()
    {
        lock (_gate)
        {
            _states[_filling] = State.Filled;
            _filling = Next(_filling);
            if (_threads.Count < _cores)
                StartThread();
            Monitor.PulseAll(_gate);
        }

        while (TryTakePacked(mustWait: _states[_filling] != State.Free))
            WriteNext();
    }

    /// <summary>Returns when everything that was passed is written.</summary>
    public void Finish()
    {
        while (_writing != _filling && TryTakePacked(mustWait: true))
            WriteNext();
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isOver = true;
            Monitor.PulseAll(_gate);
        }

        _threads.ForEach(each => each.Join());
    }

    private int Next(int place) => (place + 1) % _parts.Length;

    private bool TryTakePacked(bool mustWait)
    {
        lock (_gate)
        {
            while (mustWait && _states[_writing] != State.Packed && _failure is null)
                Monitor.Wait(_gate);
            _failure?.Throw();
            return _states[_writing] == State.Packed;
        }
    }

    private void WriteNext()
    {
        _write(_parts[_writing]);
        _states[_writing] = State.Free;
        _writing = Next(_writing);
    }

    private void StartThread()
    {
        var thread = new Thread(Work) { IsBackground = true, Name = "packer" };
        _threads.Add(thread);
        thread.Start();
    }

    private void Work()
    {
        while (TryTakeFilled(out int place))
        {
            try
            {
                _pack(_parts[place]);
            }
            catch (Exception failure)
            {
                lock (_gate)
                    _failure ??= ExceptionDispatchInfo.Capture(failure);
            }

            lock (_gate)
            {
                _states[place] = State.Packed;
                Monitor.PulseAll(_gate);
            }
        }
    }

    private bool TryTakeFilled(out int place)
    {
        lock (_gate)
        {
            while (_states[_packing] != State.Filled)
            {
                if (_isOver)
                {
                    place = -1;
                    return false;
                }

                Monitor.Wait(_gate);
            }

            place = _packing;
            _states[place] = State.BeingPacked;
            _packing = Next(_packing);
            return true;
        }
    }
}
