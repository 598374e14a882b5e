using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Bq2.Efi.Work;

namespace Bq2.Efi.Binary;

internal static unsafe partial class Sha256Lanes
{
    // Truth tables of three inputs, for machines that compute any in one instruction.
    private const byte Odd = 0x96, Choice = 0xca, Majority = 0xe8;

    [MethodImpl(Hot.Path)]
    private static void Compress(Vector256<uint>* state, byte** from)
    {
        Vector256<uint>* w = stackalloc Vector256<uint>[Words];
        Load(w, from, 0);
        Load(w + 8, from, 32);
        Vector256<uint> a = state[0], b = state[1], c = state[2], d = state[3], e = state[4], f = state[5], g = state[6], h = state[7];
        fixed (uint* k = s_constants)
        {
            for (int i = 0; i < 64; i += 8)
            {
                if (i >= Words)
                    Extend(w, i % Words);
                Vector256<uint>* now = w + i % Words;
                Round(a, b, c, ref d, e, f, g, ref h, now[0] + Vector256.Create(k[i]));
                Round(h, a, b, ref c, d, e, f, ref g, now[1] + Vector256.Create(k[i + 1]));
                Round(g, h, a, ref b, c, d, e, ref f, now[2] + Vector256.Create(k[i + 2]));
                Round(f, g, h, ref a, b, c, d, ref e, now[3] + Vector256.Create(k[i + 3]));
                Round(e, f, g, ref h, a, b, c, ref d, now[4] + Vector256.Create(k[i + 4]));
                Round(d, e, f, ref g, h, a, b, ref c, now[5] + Vector256.Create(k[i + 5]));
                Round(c, d, e, ref f, g, h, a, ref b, now[6] + Vector256.Create(k[i + 6]));
                Round(b, c, d, ref e, f, g, h, ref a, now[7] + Vector256.Create(k[i + 7]));
            }
        }

        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
        state[4] += e;
        state[5] += f;
        state[6] += g;
        state[7] += h;
    }

    [MethodImpl(Hot.Part)]
    private static void Round(
        Vector256<uint> a, Vector256<uint> b, Vector256<uint> c, ref Vector256<uint> d,
        Vector256<uint> e, Vector256<uint> f, Vector256<uint> g, ref Vector256<uint> h, Vector256<uint> next)
    {
        h += Xor(Right(e, 6), Right(e, 11), Right(e, 25)) + Choose(e, f, g) + next;
        d += h;
        h += Xor(Right(a, 2), Right(a, 13), Right(a, 22)) + Most(a, b, c);
    }

    /// <summary>The next eight words of the schedule, in place of the eight from sixteen before.</summary>
    [MethodImpl(Hot.Part)]
    private static void Extend(Vector256<uint>* w, int start)
    {
        for (int i = start; i < start + 8; i++)
        {
            Vector256<uint> x = w[(i + 1) % Words], y = w[(i + 14) % Words];
            w[i] += w[(i + 9) % Words]
                + Xor(Right(x, 7), Right(x, 18), x >>> 3)
                + Xor(Right(y, 17), Right(y, 19), y >>> 10);
        }
    }

    [MethodImpl(Hot.Part)]
    private static Vector256<uint> Right(Vector256<uint> value, [ConstantExpected] byte count) =>
        Avx512F.VL.IsSupported ? Avx512F.VL.RotateRight(value, count) : value >>> count | value << (32 - count);

    [MethodImpl(Hot.Part)]
    private static Vector256<uint> Xor(Vector256<uint> a, Vector256<uint> b, Vector256<uint> c) =>
        Avx512F.VL.IsSupported ? Avx512F.VL.TernaryLogic(a, b, c, Odd) : a ^ b ^ c;

    [MethodImpl(Hot.Part)]
    private static Vector256<uint> Choose(Vector256<uint> a, Vector256<uint> b, Vector256<uint> c) =>
        Avx512F.VL.IsSupported ? Avx512F.VL.TernaryLogic(a, b, c, Choice) : c ^ a & (b ^ c);

    [MethodImpl(Hot.Part)]
    private static Vector256<uint> Most(Vector256<uint> a, Vector256<uint> b, Vector256<uint> c) =>
        Avx512F.VL.IsSupported ? Avx512F.VL.TernaryLogic(a, b, c, Majority) : a & b | c & (a | b);

    /// <summary>Eight words of eight lanes each, big-endian, turned so that a vector has the same word of all lanes.</summary>
    [MethodImpl(Hot.Part)]
    private static void Load(Vector256<uint>* w, byte** from, int offset)
    {
        Vector256<uint> a = Word(from[0]), b = Word(from[1]), c = Word(from[2]), d = Word(from[3]);
        Vector256<uint> e = Word(from[4]), f = Word(from[5]), g = Word(from[6]), h = Word(from[7]);
        var ab = Avx2.UnpackLow(a, b).AsUInt64();
        var cd = Avx2.UnpackLow(c, d).AsUInt64();
        var ef = Avx2.UnpackLow(e, f).AsUInt64();
        var gh = Avx2.UnpackLow(g, h).AsUInt64();
        Put(0, Avx2.UnpackLow(ab, cd), Avx2.UnpackLow(ef, gh));
        Put(1, Avx2.UnpackHigh(ab, cd), Avx2.UnpackHigh(ef, gh));
        ab = Avx2.UnpackHigh(a, b).AsUInt64();
        cd = Avx2.UnpackHigh(c, d).AsUInt64();
        ef = Avx2.UnpackHigh(e, f).AsUInt64();
        gh = Avx2.UnpackHigh(g, h).AsUInt64();
        Put(2, Avx2.UnpackLow(ab, cd), Avx2.UnpackLow(ef, gh));
        Put(3, Avx2.UnpackHigh(ab, cd), Avx2.UnpackHigh(ef, gh));

        Vector256<uint> Word(byte* lane) =>
            Avx2.Shuffle(Unsafe.ReadUnaligned<Vector256<byte>>(lane + offset), Swapped).AsUInt32();

        void Put(int word, Vector256<ulong> low, Vector256<ulong> high)
        {
            w[word] = Avx2.Permute2x128(low, high, 0x20).AsUInt32();
            w[word + 4] = Avx2.Permute2x128(low, high, 0x31).AsUInt32();
        }
    }

    private static Vector256<byte> Swapped => Vector256.Create(
        (byte)3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12, 3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12);
}
