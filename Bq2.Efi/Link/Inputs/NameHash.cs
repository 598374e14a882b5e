using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Bq2.Efi.Work;

namespace Bq2.Efi.Link.Inputs;

/// <summary>
/// Hashes of names. Their first bits deal the names out to shards, always the same number, however many threads there are.
/// </summary>
internal static class NameHash
{
    // So many that even of a large link one shard's table stays in a core's cache while it is filled.
    public const int ShardCount = 1 << ShardBits;

    public const int ShardBits = 3;

    public static int ShardOf(uint hash) => (int)(hash >> 32 - ShardBits);

    // Names of one program share long prefixes, so every byte must count; eight are taken at a time, the last eight
    // again where they are not a whole number of times eight.
    [MethodImpl(Hot.Path)]
    public static uint Of(ReadOnlySpan<byte> name)
    {
        ulong hash = (ulong)name.Length;
        if (name.Length < sizeof(ulong))
        {
            ulong few = 0;
            foreach (byte letter in name)
                few = few << 8 | letter;
            return (uint)(Mix(hash, few) >> 32);
        }

        foreach (ulong word in MemoryMarshal.Cast<byte, ulong>(name))
            hash = Mix(hash, word);
        return (uint)(Mix(hash, MemoryMarshal.Read<ulong>(name[^sizeof(ulong)..])) >> 32);
    }

    [MethodImpl(Hot.Part)]
    private static ulong Mix(ulong hash, ulong word) => BitOperations.RotateLeft(hash ^ word, 23) * 0x9e37_79b9_7f4a_7c15;
}
