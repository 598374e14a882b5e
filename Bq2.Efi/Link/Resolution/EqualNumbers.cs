using System.Numerics;
using System.Runtime.CompilerServices;
using Bq2.Efi.Work;

namespace Bq2.Efi.Link.Resolution;

/// <summary>Finds equal numbers among many, on every core.</summary>
internal static class EqualNumbers
{
    private const int ShardBits = 3;

    /// <summary>For each number the index of the first that is equal to it: its own where it is that one.</summary>
    public static int[] FirstOfEach(ulong[] numbers)
    {
        var first = new int[numbers.Length];
        Cores.For(1 << ShardBits, shard => FillShard((uint)shard, numbers, first));
        return first;
    }

    // A hash table for the numbers that begin with the same bits. Numbers are hashes already; their low bits say the place.
    [MethodImpl(Hot.Path)]
    private static void FillShard(uint shard, ulong[] numbers, int[] first)
    {
        int count = 0;
        foreach (ulong number in numbers)
            count += number >> 64 - ShardBits == shard ? 1 : 0;

        var buckets = new int[BitOperations.RoundUpToPowerOf2((uint)count * 2 + 1)];   // an index, plus one

        // Written before it is read: the system gives a page that is only read a shared one of zeros, and another later.
        Array.Clear(buckets);
        for (int i = 0; i < numbers.Length; i++)
        {
            ulong number = numbers[i];
            if (number >> 64 - ShardBits != shard)
                continue;

            int bucket = (int)number & buckets.Length - 1;
            while (buckets[bucket] != 0 && numbers[buckets[bucket] - 1] != number)
                bucket = bucket + 1 & buckets.Length - 1;
            if (buckets[bucket] == 0)
                buckets[bucket] = i + 1;
            first[i] = buckets[bucket] - 1;
        }
    }
}
