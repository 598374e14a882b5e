using System.Buffers.Binary;

namespace Bq2.Efi.Pe;

/// <summary>What is to be moved in one page of an image.</summary>
/// <param name="Offset">Where the block stands in its table.</param>
/// <param name="Page">The address of the page.</param>
/// <param name="Entries">Two bytes each: four bits of kind, twelve of offset in the page.</param>
public readonly record struct BaseRelocationBlock(int Offset, uint Page, ReadOnlyMemory<byte> Entries)
{
    public const int HeaderLength = 8;

    public int Length => HeaderLength + Entries.Length;

    public int Count => Entries.Length / sizeof(ushort);

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
    Absolute = 0,                        // nothing: fills a block
    High = 1,
    Low = 2,
    HighLow = 3,
    Dir64 = 10,
}
