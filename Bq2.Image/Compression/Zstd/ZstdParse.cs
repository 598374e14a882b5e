using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Bq2.Efi.Work;
using ZstdSharp.Unsafe;

namespace Bq2.Image;

/// <summary>A source of at most 64 KiB as zstd codes it: sequences of literals and a match, and all literals together.</summary>
internal sealed unsafe class ZstdParse
{
    public const int MaxLength = 1 << 16;

    /// <summary>Bytes after the last match: literals are copied by sixteen, which must neither leave the source nor the buffer.</summary>
    public const int Tail = 16;

    private const int MinMatch = 4;

    // ZstdSharp takes for an offset's code the offset and three; so this is code 1, the offset of the last match (or the one before it,
    // where no literals come between). There is one block, so nothing else is made of these offsets.
    private const uint Repeat = unchecked((uint)(1 - 3));

    // Pinned, so that addresses stay.
    private readonly ZSTD_Sequence[] _sequences = GC.AllocateUninitializedArray<ZSTD_Sequence>(MaxLength / MinMatch + 1, pinned: true);
    private readonly byte[] _literals = GC.AllocateUninitializedArray<byte>(MaxLength + Tail, pinned: true);
    private ZSTD_Sequence* _nextSequence;
    private byte* _nextLiteral;

    public ZSTD_Sequence* Sequences => (ZSTD_Sequence*)Unsafe.AsPointer(ref _sequences[0]);

    public byte* Literals => (byte*)Unsafe.AsPointer(ref _literals[0]);

    /// <summary>How many sequences there are, with the one that ends them.</summary>
    public nuint SequenceCount => (nuint)(_nextSequence - Sequences);

    public nuint LiteralCount => (nuint)(_nextLiteral - Literals);

    /// <summary>How many literals may be written, with what copying by sixteen writes after them.</summary>
    public nuint LiteralRoom => (nuint)_literals.Length;

    public void Begin()
    {
        _nextSequence = Sequences;
        _nextLiteral = Literals;
    }

    /// <summary>Adds the literals up to a match, and the match; returns its end.</summary>
    [MethodImpl(Hot.Part)]
    public byte* Add(byte* literals, byte* match, uint distance, int length)
    {
        AddSequence((uint)(match - literals), distance, length);
        byte* end = _nextLiteral + (match - literals), to = _nextLiteral;
        do
        {
            Vector128.Store(Vector128.Load(literals), to);
            literals += Tail;
            to += Tail;
        }
        while (to < end);
        _nextLiteral = end;
        return match + length;
    }

    /// <summary>Adds a match at the distance of the last one; returns its end.</summary>
    [MethodImpl(Hot.Part)]
    public byte* AddRepeat(byte* literals, byte* match, int length) => Add(literals, match, Repeat, length);

    /// <summary>Adds a match that follows another at once, at the distance of the one before that; returns its end.</summary>
    [MethodImpl(Hot.Part)]
    public byte* AddOlder(byte* match, int length)
    {
        AddSequence(0, Repeat, length);
        return match + length;
    }

    /// <summary>Adds the literals up to the source's end, and the sequence that ends a block.</summary>
    public void End(byte* literals, byte* end)
    {
        int count = (int)(end - literals);
        new ReadOnlySpan<byte>(literals, count).CopyTo(new(_nextLiteral, count));
        _nextLiteral += count;
        AddSequence((uint)count, 0, 0);
    }

    [MethodImpl(Hot.Part)]
    private void AddSequence(uint literals, uint distance, int length)
    {
        var sequence = _nextSequence++;
        sequence->offset = distance;
        sequence->litLength = literals;
        sequence->matchLength = (uint)length;
    }
}
