using System.Runtime.CompilerServices;
using Bq2.Efi.Work;

namespace Bq2.Image;

/// <summary>A stretch of the source, parsed into literals and matches.</summary>
internal sealed class DeflateParse
{
    /// <summary>A stretch has at least this many bytes, and ends with the next match.</summary>
    public const int UsualLength = 1 << 16;

    // Each match has at least four bytes.
    private readonly DeflateSequence[] _sequences = new DeflateSequence[(UsualLength + DeflateFormat.MaxMatch) / 4 + 1];
    private int _count;
    private int _literals;

    /// <summary>Where in the source the stretch begins.</summary>
    public int Start { get; private set; }

    /// <summary>Where in the source it ends; there may be literals after the last match.</summary>
    public int End { get; private set; }

    public ReadOnlySpan<DeflateSequence> Sequences => _sequences.AsSpan(0, _count);

    public void Begin(int start)
    {
        Start = _literals = start;
        _count = 0;
    }

    /// <summary>Adds the literals up to <paramref name="at"/> and the match there; returns the end of the match.</summary>
    [MethodImpl(Hot.Part)]
    public int Add(int at, int length, int distance)
    {
        _sequences[_count++] = new() { Literals = at - _literals, Length = (ushort)length, Distance = (ushort)distance };
        return _literals = at + length;
    }

    public void Finish(int end) => End = end;
}
