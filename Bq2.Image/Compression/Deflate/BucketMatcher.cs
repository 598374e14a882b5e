using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Bq2.Efi.Work;
using static Bq2.Image.DeflateBytes;

namespace Bq2.Image;

/// <summary>
/// The fast search: keeps the last two positions for each hash of four bytes, and takes the first match. Positions
/// are kept modulo 65,536, so a candidate may be stale; that costs one comparison and is harmless.
/// </summary>
/// <remarks>
/// Why every read is within the source: searched positions end <see cref="Tail"/> before its end. A recorded position is 0
/// or was recorded in this source, so the distance to it, modulo 65,536, never reaches before the source's start.
/// </remarks>
internal sealed class BucketMatcher(DeflateLevel level) : IDeflateMatcher
{
    // The newer position is in the lower half.
    private readonly uint[] _buckets = new uint[1 << level.HashBits];
    private readonly int _shift = 32 - level.HashBits;

    public void Begin(ReadOnlySpan<byte> source, int known)
    {
        Array.Clear(_buckets);
        Remember(ref MemoryMarshal.GetReference(source), 0, Math.Min(known, source.Length - Tail), 1);
    }

    [MethodImpl(Hot.Path)]
    public void Find(ReadOnlySpan<byte> source, DeflateParse parse)
    {
        ref byte bytes = ref MemoryMarshal.GetReference(source);
        ref uint buckets = ref MemoryMarshal.GetArrayDataReference(_buckets);
        ref uint counts = ref parse.Counts;
        int last = source.Length - Tail, limit = Math.Min(last, parse.Start + DeflateParse.UsualLength);
        int at = parse.Start, start = at, shift = _shift, patience = level.Patience;
        while (at < limit)
        {
            uint word = Word(ref bytes, at);
            ref uint bucket = ref Unsafe.Add(ref buckets, Hash(word, shift));
            uint places = bucket;
            Fetch(ref Unsafe.Add(ref buckets, Hash(Word(ref bytes, at + 1), shift)));
            bucket = places << 16 | (ushort)at;
            uint near = (ushort)((uint)at - places), far = (ushort)((uint)at - (places >> 16));
            bool isNear = IsHit(ref bytes, at, word, near), isFar = IsHit(ref bytes, at, word, far);
            if (isNear | isFar)
            {
                int found = Longer(ref bytes, at, isNear ? near : far, isNear & isFar ? far : 0, source.Length - at);
                start = parse.Add(at, found >> 16, found & 0xffff, ref counts);
                int left = start - at;
                Remember(ref bytes, at + 1, Math.Min(start, last), left > level.DenseLength ? 4 * level.Step : level.Step);
                at = start;
                if (at >= parse.PieceEnd)
                    counts = ref parse.NextPiece(at);
            }
            else
            {
                at = Pass(ref bytes, at, Math.Min(limit, at + 1 + ((at - start) >> patience)), ref counts);
            }
        }

        parse.Finish(source, at);
    }

    [MethodImpl(Hot.Part)]
    private static bool IsHit(ref byte bytes, int at, uint word, uint distance) =>
        (Word(ref bytes, at - (int)distance) == word) & (distance - 1 < DeflateFormat.WindowSize);

    /// <summary>The longer of one or two matches: its length above sixteen bits of distance.</summary>
    [MethodImpl(Hot.Part)]
    private int Longer(ref byte bytes, int at, uint distance, uint other, int left)
    {
        int max = Math.Min(DeflateFormat.MaxMatch, left);
        int length = MatchLength(ref bytes, at - (int)distance, at, sizeof(uint), max);
        if (other == 0 || length >= level.NiceLength)
            return length << 16 | (int)distance;
        int otherLength = MatchLength(ref bytes, at - (int)other, at, sizeof(uint), max);
        return otherLength > length ? otherLength << 16 | (int)other : length << 16 | (int)distance;
    }

    [MethodImpl(Hot.Part)]
    private void Remember(ref byte bytes, int from, int to, int step)
    {
        ref uint buckets = ref MemoryMarshal.GetArrayDataReference(_buckets);
        int shift = _shift;
        for (int i = from; i < to; i += step)
        {
            ref uint bucket = ref Unsafe.Add(ref buckets, Hash(Word(ref bytes, i), shift));
            bucket = bucket << 16 | (ushort)i;
        }
    }
}
