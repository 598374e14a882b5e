using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Bq2.Image;

/// <summary>
/// A long table in a file that is filled from start to end through a moving window: entries before the window are written and can no
/// longer be reached. So the tables of a huge image take no more memory than those of a small one.
/// </summary>
internal sealed class SlidingTable<T>(SafeFileHandle target, long start, int windowLength) where T : unmanaged
{
    private readonly T[] _window = new T[windowLength];

    // The used part of the window.
    private int _from = windowLength;
    private int _to;

    /// <summary>The first entry that can still be reached.</summary>
    public long First { get; private set; }

    public ref T this[long index]
    {
        get
        {
            if (index >= First + _window.Length)
                SlideTo(index);

            int place = checked((int)(index - First));
            (_from, _to) = (Math.Min(_from, place), Math.Max(_to, place + 1));
            return ref _window[place];
        }
    }

    /// <summary>Writes the window.</summary>
    public void Flush()
    {
        if (_from < _to)
            RandomAccess.Write(target, MemoryMarshal.AsBytes(_window.AsSpan(_from.._to)), start + (First + _from) * Unsafe.SizeOf<T>());
    }

    private void SlideTo(long index)
    {
        Flush();
        _window.AsSpan().Clear();
        (First, _from, _to) = (index, _window.Length, 0);
    }
}
