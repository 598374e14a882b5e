using System.Runtime.InteropServices;

namespace Bq2.Efi.Boot;

/// <summary>Incremental SHA-256 (FIPS 180-4). Begin with <see cref="Start"/>.</summary>
internal unsafe partial struct Sha256
{
    public const int Size = 32;

    private const int BlockSize = 64;
    private const int Rounds = 64;

    private fixed uint _state[8];
    private fixed uint _constants[Rounds];
    private fixed byte _block[BlockSize];
    private ulong _length;

    private static ReadOnlySpan<byte> First =>
    [
        0x6a, 0x09, 0xe6, 0x67, 0xbb, 0x67, 0xae, 0x85, 0x3c, 0x6e, 0xf3, 0x72, 0xa5, 0x4f, 0xf5, 0x3a,
        0x51, 0x0e, 0x52, 0x7f, 0x9b, 0x05, 0x68, 0x8c, 0x1f, 0x83, 0xd9, 0xab, 0x5b, 0xe0, 0xcd, 0x19,
    ];

    public void Start()
    {
        fixed (byte* first = &MemoryMarshal.GetReference(First), constants = &MemoryMarshal.GetReference(ConstantBytes))
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
}
