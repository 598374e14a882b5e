using System.Numerics;
using System.Runtime.CompilerServices;
using Bq2.Efi.Work;

namespace Bq2.Image;

/// <summary>
/// The hash by which an indexed folder finds a name: half of MD4, as in the kernel's fs/ext4/hash.c.
/// </summary>
internal readonly struct Ext4NameHash(ReadOnlySpan<byte> seed)
{
    private const int Words = 8;
    private const int Step = Words * sizeof(uint);

    // The highest hash marks the end of a folder.
    private const uint EndOfFolder = 0xffff_fffe;
    private const uint Highest = 0xffff_fffc;

    private readonly uint _a = BitConverter.ToUInt32(seed), _b = BitConverter.ToUInt32(seed[4..]);
    private readonly uint _c = BitConverter.ToUInt32(seed[8..]), _d = BitConverter.ToUInt32(seed[12..]);

    /// <summary>The hash of a name, whose lowest bit is 0; bytes from 0x80 on count as negative.</summary>
    [MethodImpl(Hot.Path)]
    public uint Of(ReadOnlySpan<byte> name)
    {
        Span<uint> state = [_a, _b, _c, _d];
        Span<uint> words = stackalloc uint[Words];
        for (int left = name.Length; left > 0; left -= Step)
        {
            Fill(words, name[^left..], left);
            Mix(state, words);
        }

        uint hash = state[1] & ~1u;
        return hash == EndOfFolder ? Highest : hash;
    }

    /// <summary>Bytes as words, the first one highest; the rest is filled with the length.</summary>
    private static void Fill(Span<uint> words, ReadOnlySpan<byte> bytes, int length)
    {
        uint pad = (byte)length * 0x0101_0101u;
        words.Fill(pad);
        uint value = pad;
        int count = Math.Min(length, Step);
        for (int i = 0; i < count; i++)
        {
            value = (uint)(sbyte)bytes[i] + (value << 8);
            words[i / 4] = value;
            if (i % 4 == 3)
                value = pad;
        }
    }

    private static void Mix(Span<uint> state, ReadOnlySpan<uint> words)
    {
        const uint k2 = 0x5a82_7999, k3 = 0x6ed9_eba1;
        var (a, b, c, d) = (state[0], state[1], state[2], state[3]);
        for (int i = 0; i < Words; i += 4)
        {
            a = BitOperations.RotateLeft(a + (d ^ b & (c ^ d)) + words[i], 3);
            d = BitOperations.RotateLeft(d + (c ^ a & (b ^ c)) + words[i + 1], 7);
            c = BitOperations.RotateLeft(c + (b ^ d & (a ^ b)) + words[i + 2], 11);
            b = BitOperations.RotateLeft(b + (a ^ c & (d ^ a)) + words[i + 3], 19);
        }

        for (int i = 1; i >= 0; i--)
        {
            a = BitOperations.RotateLeft(a + Most(b, c, d) + words[i] + k2, 3);
            d = BitOperations.RotateLeft(d + Most(a, b, c) + words[i + 2] + k2, 5);
            c = BitOperations.RotateLeft(c + Most(d, a, b) + words[i + 4] + k2, 9);
            b = BitOperations.RotateLeft(b + Most(c, d, a) + words[i + 6] + k2, 13);
        }

        for (int i = 3; i > 0; i -= 2)
        {
            a = BitOperations.RotateLeft(a + (b ^ c ^ d) + words[i] + k3, 3);
            d = BitOperations.RotateLeft(d + (a ^ b ^ c) + words[i + 4] + k3, 9);
            c = BitOperations.RotateLeft(c + (d ^ a ^ b) + words[i - 1] + k3, 11);
            b = BitOperations.RotateLeft(b + (c ^ d ^ a) + words[i + 3] + k3, 15);
        }

        (state[0], state[1], state[2], state[3]) = (state[0] + a, state[1] + b, state[2] + c, state[3] + d);
    }

    private static uint Most(uint x, uint y, uint z) => (x & y) + ((x ^ y) & z);
}
