using System.Buffers.Binary;

namespace Bq2.Efi.Pe;

/// <summary>What is to be moved in one page of an image.</summary>
/// <param name="Offset">Where the block stands in its table.</param>
/// <param name="Page">The address of the page.</param>
/// <param name="Entries">Two bytes each: four bits of kind, twelve of offset in the page.</param>
public readonly record struct BaseRelocationBlock(int Offset, uint Page, ReadOnlyMemory<byte> Entries)
{
    internal const int HeaderLength = 8;

    /// <summary>The bytes of the block, including its header.</summary>
    public int Length => HeaderLength + Entries.Length;

    /// <summary>How many entries it has, including padding.</summary>
    public int Count => Entries.Length / sizeof(ushort);

    /// <summary>One entry of it.</summary>
    public BaseRelocation this[int index]
    {
        get
        {
            ushort entry = BinaryPrimitives.ReadUInt16LittleEndian(Entries.Span[(index * sizeof(ushort))..]);
            return new(Page + (entry & 0xfffu), (BaseRelocationKind)(entry >> 12));
        }
    }
}

/// <summary>One field that firmware moves.</summary>
public readonly record struct BaseRelocation(uint Address, BaseRelocationKind Kind);

/// <summary>What firmware does with a field; only <see cref="Dir64"/> is of use in a 64-bit image.</summary>
public enum BaseRelocationKind
{
    /// <summary>Padding: nothing to do.</summary>
    Absolute = 0,
    /// <summary>Move the upper half of a 32-bit address.</summary>
    High = 1,
    /// <summary>Move the lower half of a 32-bit address.</summary>
    Low = 2,
    /// <summary>Move a 32-bit address.</summary>
    HighLow = 3,
    /// <summary>Move a 64-bit address.</summary>
    Dir64 = 10,
}
