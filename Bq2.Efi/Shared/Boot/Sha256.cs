using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Bq2.Efi.Boot;

/// <summary>Incremental SHA-256 (FIPS 180-4). Begin with <see cref="Start"/>.</summary>
internal unsafe struct Sha256
{
    public const int Size = 32;

    private const int BlockSize = 64;
    private const int Rounds = 64;

    private fixed uint _state[8];
    private fixed uint _constants[Rounds];
    private fixed byte _block[BlockSize];
    private ulong _length;

    // The standard's constants as bytes: on firmware only bytes can be constant data.
    private static ReadOnlySpan<byte> Constants =>
    [
        0x42, 0x8a, 0x2f, 0x98, 0x71, 0x37, 0x44, 0x91, 0xb5, 0xc0, 0xfb, 0xcf, 0xe9, 0xb5, 0xdb, 0xa5,
        0x39, 0x56, 0xc2, 0x5b, 0x59, 0xf1, 0x11, 0xf1, 0x92, 0x3f, 0x82, 0xa4, 0xab, 0x1c, 0x5e, 0xd5,
        0xd8, 0x07, 0xaa, 0x98, 0x12, 0x83, 0x5b, 0x01, 0x24, 0x31, 0x85, 0xbe, 0x55, 0x0c, 0x7d, 0xc3,
        0x72, 0xbe, 0x5d, 0x74, 0x80, 0xde, 0xb1, 0xfe, 0x9b, 0xdc, 0x06, 0xa7, 0xc1, 0x9b, 0xf1, 0x74,
        0xe4, 0x9b, 0x69, 0xc1, 0xef, 0xbe, 0x47, 0x86, 0x0f, 0xc1, 0x9d, 0xc6, 0x24, 0x0c, 0xa1, 0xcc,
        0x2d, 0xe9, 0x2c, 0x6f, 0x4a, 0x74, 0x84, 0xaa, 0x5c, 0xb0, 0xa9, 0xdc, 0x76, 0xf9, 0x88, 0xda,
        0x98, 0x3e, 0x51, 0x52, 0xa8, 0x31, 0xc6, 0x6d, 0xb0, 0x03, 0x27, 0xc8, 0xbf, 0x59, 0x7f, 0xc7,
        0xc6, 0xe0, 0x0b, 0xf3, 0xd5, 0xa7, 0x91, 0x47, 0x06, 0xca, 0x63, 0x51, 0x14, 0x29, 0x29, 0x67,
        0x27, 0xb7, 0x0a, 0x85, 0x2e, 0x1b, 0x21, 0x38, 0x4d, 0x2c, 0x6d, 0xfc, 0x53, 0x38, 0x0d, 0x13,
        0x65, 0x0a, 0x73, 0x54, 0x76, 0x6a, 0x0a, 0xbb, 0x81, 0xc2, 0xc9, 0x2e, 0x92, 0x72, 0x2c, 0x85,
        0xa2, 0xbf, 0xe8, 0xa1, 0xa8, 0x1a, 0x66, 0x4b, 0xc2, 0x4b, 0x8b, 0x70, 0xc7, 0x6c, 0x51, 0xa3,
        0xd1, 0x92, 0xe8, 0x19, 0xd6, 0x99, 0x06, 0x24, 0xf4, 0x0e, 0x35, 0x85, 0x10, 0x6a, 0xa0, 0x70,
        0x19, 0xa4, 0xc1, 0x16, 0x1e, 0x37, 0x6c, 0x08, 0x27, 0x48, 0x77, 0x4c, 0x34, 0xb0, 0xbc, 0xb5,
        0x39, 0x1c, 0x0c, 0xb3, 0x4e, 0xd8, 0xaa, 0x4a, 0x5b, 0x9c, 0xca, 0x4f, 0x68, 0x2e, 0x6f, 0xf3,
        0x74, 0x8f, 0x82, 0xee, 0x78, 0xa5, 0x63, 0x6f, 0x84, 0xc8, 0x78, 0x14, 0x8c, 0xc7, 0x02, 0x08,
        0x90, 0xbe, 0xff, 0xfa, 0xa4, 0x50, 0x6c, 0xeb, 0xbe, 0xf9, 0xa3, 0xf7, 0xc6, 0x71, 0x78, 0xf2,
    ];

    private static ReadOnlySpan<byte> First =>
    [
        0x6a, 0x09, 0xe6, 0x67, 0xbb, 0x67, 0xae, 0x85, 0x3c, 0x6e, 0xf3, 0x72, 0xa5, 0x4f, 0xf5, 0x3a,
        0x51, 0x0e, 0x52, 0x7f, 0x9b, 0x05, 0x68, 0x8c, 0x1f, 0x83, 0xd9, 0xab, 0x5b, 0xe0, 0xcd, 0x19,
    ];

    public void Start()
    {
        fixed (byte* first = &MemoryMarshal.GetReference(First), constants = &MemoryMarshal.GetReference(Constants))
        {
            for (int i = 0; i < 8; i++)
                _state[i] = Word(first + 4 * i);
            for (int i = 0; i < Rounds; i++)
                _constants[i] = Word(constants + 4 * i);
        }

        _length = 0;
    }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = &MemoryMarshal.GetReference(bytes))
            Add(start, (nuint)bytes.Length);
    }

    public void Add(byte* bytes, nuint count)
    {
        int filled = (int)(_length % BlockSize);
        _length += count;
        fixed (uint* state = _state, constants = _constants)
        fixed (byte* block = _block)
        {
            for (; count > 0 && filled != 0; count--)
            {
                block[filled++] = *bytes++;
                if (filled == BlockSize)
                {
                    Compress(state, constants, block);
                    filled = 0;
                }
            }

            for (; count >= BlockSize; bytes += BlockSize, count -= BlockSize)
                Compress(state, constants, bytes);
            for (; count > 0; count--)
                block[filled++] = *bytes++;
        }
    }

    public void Finish(Span<byte> hash)
    {
        ulong bits = _length * 8;
        byte* end = stackalloc byte[BlockSize + 8];
        int padding = BlockSize - (int)((_length + 8) % BlockSize);
        end[0] = 0x80;
        for (int i = 1; i < padding; i++)
            end[i] = 0;
        for (int i = 0; i < 8; i++)
            end[padding + i] = (byte)(bits >> (56 - 8 * i));
        Add(end, (nuint)padding + 8);

        for (int i = 0; i < Size; i++)
            hash[i] = (byte)(_state[i / 4] >> (24 - i % 4 * 8));
    }

    /// <summary>Whether this is the text of a hash.</summary>
    public static bool IsText(ReadOnlySpan<byte> text)
    {
        foreach (byte c in text)
        {
            if (c is not (>= (byte)'0' and <= (byte)'9') && (c | 0x20) is not (>= 'a' and <= 'f'))
                return false;
        }

        return text.Length == 2 * Size;
    }

    public static void WriteText(ReadOnlySpan<byte> hash, Span<byte> text)
    {
        for (int i = 0; i < Size; i++)
        {
            text[2 * i] = "0123456789abcdef"u8[hash[i] >> 4];
            text[2 * i + 1] = "0123456789abcdef"u8[hash[i] & 15];
        }
    }

    // Eight rounds at a time, so that the eight words change names instead of being moved.
    private static void Compress(uint* state, uint* k, byte* block)
    {
        uint* w = stackalloc uint[Rounds];
        for (int i = 0; i < 16; i++)
            w[i] = Word(block + 4 * i);
        for (int i = 16; i < Rounds; i++)
        {
            uint x = w[i - 15], y = w[i - 2];
            w[i] = w[i - 16] + w[i - 7]
                + (Right(x, 7) ^ Right(x, 18) ^ x >> 3)
                + (Right(y, 17) ^ Right(y, 19) ^ y >> 10);
        }

        uint a = state[0], b = state[1], c = state[2], d = state[3], e = state[4], f = state[5], g = state[6], h = state[7];
        for (int i = 0; i < Rounds; i += 8)
        {
            Round(a, b, c, ref d, e, f, g, ref h, k[i] + w[i]);
            Round(h, a, b, ref c, d, e, f, ref g, k[i + 1] + w[i + 1]);
            Round(g, h, a, ref b, c, d, e, ref f, k[i + 2] + w[i + 2]);
            Round(f, g, h, ref a, b, c, d, ref e, k[i + 3] + w[i + 3]);
            Round(e, f, g, ref h, a, b, c, ref d, k[i + 4] + w[i + 4]);
            Round(d, e, f, ref g, h, a, b, ref c, k[i + 5] + w[i + 5]);
            Round(c, d, e, ref f, g, h, a, ref b, k[i + 6] + w[i + 6]);
            Round(b, c, d, ref e, f, g, h, ref a, k[i + 7] + w[i + 7]);
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(uint a, uint b, uint c, ref uint d, uint e, uint f, uint g, ref uint h, uint next)
    {
        h += (Right(e, 6) ^ Right(e, 11) ^ Right(e, 25)) + (g ^ e & (f ^ g)) + next;
        d += h;
        h += (Right(a, 2) ^ Right(a, 13) ^ Right(a, 22)) + (a & b | c & (a | b));
    }

    private static uint Word(byte* bytes) => (uint)(bytes[0] << 24 | bytes[1] << 16 | bytes[2] << 8 | bytes[3]);

    private static uint Right(uint value, int count) => value >> count | value << (32 - count);
}
