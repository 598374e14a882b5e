using System.Numerics;
using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>
/// Finds the places of inodes, in slots of 32 bytes. One that fits into a block does not cross its end, as the data behind it must not;
/// it goes where the least space is left over.
/// </summary>
internal sealed class ErofsSlots(uint firstBlock)
{
    private const int InBlock = ErofsBlock.Size / ErofsBlock.SlotSize;

    // Blocks by how many slots are free at their end, and a bit for each number that there are blocks of.
    private readonly Stack<uint>?[] _open = new Stack<uint>?[InBlock];
    private readonly ulong[] _there = new ulong[InBlock / 64];

    /// <summary>The end of the blocks used.</summary>
    public uint EndBlock { get; private set; } = firstBlock;

    /// <summary>The number of the first slot for an inode of this length.</summary>
    public uint Take(long length)
    {
        long slots = Align.Units(length, ErofsBlock.SlotSize);
        int free = slots < InBlock ? LeastFrom((int)slots) : 0;
        if (free > 0)
            return TakeFrom(free, (int)slots);

        uint start = checked(EndBlock * InBlock);
        EndBlock = checked(EndBlock + (uint)Align.Units(slots, InBlock));
        Keep(EndBlock - 1, (int)(EndBlock * (long)InBlock - start - slots));
        return start;
    }

    private uint TakeFrom(int free, int slots)
    {
        var blocks = _open[free]!;
        uint block = blocks.Pop();
        if (blocks.Count == 0)
            _there[free / 64] &= ~(1ul << free % 64);
        Keep(block, free - slots);
        return (block + 1) * InBlock - (uint)free;
    }

    private void Keep(uint block, int free)
    {
        if (free == 0)
            return;
        (_open[free] ??= new()).Push(block);
        _there[free / 64] |= 1ul << free % 64;
    }

    /// <summary>The least number of free slots from this one on that a block has; 0 if there is none.</summary>
    private int LeastFrom(int slots)
    {
        for (int word = slots / 64, from = slots % 64; word < _there.Length; word++, from = 0)
        {
            ulong found = _there[word] >> from << from;
            if (found != 0)
                return word * 64 + BitOperations.TrailingZeroCount(found);
        }

        return 0;
    }
}
