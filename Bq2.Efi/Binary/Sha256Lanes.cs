using System.Buffers.Binary;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Bq2.Efi.Boot;

namespace Bq2.Efi.Binary;

/// <summary>
/// SHA-256 of many blocks of equal length, each with the same salt before it: on x86-64, eight of them side by side in vectors, since .NET
/// has no access to that machine's instructions for one.
/// </summary>
internal static unsafe partial class Sha256Lanes
{
    public const int HashSize = Sha256.Size;

    private const int Lanes = 8, Piece = 64, Words = 16;

    private static readonly uint[] s_constants = Constants();

    /// <summary>Hashes block after block; <paramref name="hashes"/> has 32 bytes for each.</summary>
    public static void Hash(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> blocks, int blockSize, Span<byte> hashes)
    {
        int count = blocks.Length / blockSize, done = 0;
        if (Avx2.IsSupported)
        {
            for (; done < count; done += Lanes)
            {
                int lanes = Math.Min(Lanes, count - done);
                HashLanes(salt, blocks.Slice(done * blockSize, lanes * blockSize), blockSize,
                    hashes.Slice(done * HashSize, lanes * HashSize));
            }
        }

        for (; done < count; done++)
            HashOne(salt, blocks.Slice(done * blockSize, blockSize), hashes.Slice(done * HashSize, HashSize));
    }

    internal static void HashOne(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> block, Span<byte> hash)
    {
        var one = new Sha256();
        one.Start();
        one.Add(salt);
        one.Add(block);
        one.Finish(hash);
    }

    /// <summary>
    /// Up to eight blocks at once; lanes without a block repeat the first. A piece of 64 bytes that has salt or padding in it is put
    /// together for each lane; all others are read where they are.
    /// </summary>
    private static void HashLanes(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> blocks, int blockSize, Span<byte> hashes)
    {
        int lanes = blocks.Length / blockSize, length = salt.Length + blockSize;
        int pieces = (length + 1 + sizeof(ulong) + Piece - 1) / Piece;
        byte* made = stackalloc byte[Lanes * Piece];
        byte** from = stackalloc byte*[Lanes];
        Vector256<uint>* state = stackalloc Vector256<uint>[HashSize / sizeof(uint)];
        Start(state);
        fixed (byte* start = blocks)
        {
            for (int piece = 0; piece < pieces; piece++)
            {
                int offset = piece * Piece - salt.Length;
                bool isInside = offset >= 0 && offset + Piece <= blockSize;
                for (int lane = 0; lane < Lanes; lane++)
                {
                    int block = lane < lanes ? lane : 0;
                    from[lane] = isInside ? start + block * blockSize + offset : made + lane * Piece;
                    if (!isInside)
                        Make(salt, blocks.Slice(block * blockSize, blockSize), offset, length, new(made + lane * Piece, Piece));
                }

                Compress(state, from);
            }
        }

        for (int lane = 0; lane < lanes; lane++)
        {
            for (int word = 0; word < HashSize / sizeof(uint); word++)
                BinaryPrimitives.WriteUInt32BigEndian(hashes[(lane * HashSize + word * sizeof(uint))..], state[word][lane]);
        }
    }

    /// <summary>Fills a piece of the message: salt, block, a bit, zeros, and the length in bits.</summary>
    private static void Make(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> block, int offset, int length, Span<byte> piece)
    {
        piece.Clear();
        int at = offset + salt.Length;
        Put(salt, 0, at, piece);
        Put(block, salt.Length, at, piece);
        Put([0x80], length, at, piece);
        if (at + Piece >= length + 1 + sizeof(ulong))
            BinaryPrimitives.WriteUInt64BigEndian(piece[^sizeof(ulong)..], (ulong)length * 8);
    }

    /// <summary>Copies what a piece that begins at an offset of the message has of a part at another.</summary>
    private static void Put(ReadOnlySpan<byte> part, int place, int at, Span<byte> piece)
    {
        int from = Math.Max(place, at), to = Math.Min(place + part.Length, at + piece.Length);
        if (from < to)
            part[(from - place)..(to - place)].CopyTo(piece[(from - at)..]);
    }

    private static void Start(Vector256<uint>* state)
    {
        ReadOnlySpan<uint> first =
            [0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19];
        for (int i = 0; i < first.Length; i++)
            state[i] = Vector256.Create(first[i]);
    }

    private static uint[] Constants()
    {
        var words = new uint[Sha256.ConstantBytes.Length / sizeof(uint)];
        for (int i = 0; i < words.Length; i++)
            words[i] = BinaryPrimitives.ReadUInt32BigEndian(Sha256.ConstantBytes[(i * sizeof(uint))..]);
        return words;
    }
}
