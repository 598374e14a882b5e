using System.Buffers.Binary;

namespace Bq2.Image;

/// <summary>The width of the refcounts in a block: 2 to the power of the order, from 1 bit to 64.</summary>
internal readonly record struct RefcountWidth(int Order)
{
    private const int OrderOfBytes = 3;

    public int Bits => 1 << Order;

    /// <summary>A refcount block is one cluster of counts.</summary>
    public int CountsPerBlock(ClusterSize cluster) => (int)((long)cluster.Bytes * 8 >> Order);

    public ulong Get(ReadOnlySpan<byte> block, int index) => Order switch
    {
        3 => block[index],
        4 => BinaryPrimitives.ReadUInt16BigEndian(block[(index * 2)..]),
        5 => BinaryPrimitives.ReadUInt32BigEndian(block[(index * 4)..]),
        6 => BinaryPrimitives.ReadUInt64BigEndian(block[(index * 8)..]),
        _ => (ulong)(block[ByteOf(index)] >> ShiftOf(index)) & (1UL << Bits) - 1,
    };

    public void Set(Span<byte> block, int index, ulong count)
    {
        switch (Order)
        {
            case 3:
                block[index] = (byte)count;
                break;
            case 4:
                BinaryPrimitives.WriteUInt16BigEndian(block[(index * 2)..], (ushort)count);
                break;
            case 5:
                BinaryPrimitives.WriteUInt32BigEndian(block[(index * 4)..], (uint)count);
                break;
            case 6:
                BinaryPrimitives.WriteUInt64BigEndian(block[(index * 8)..], count);
                break;
            default:
                ref byte shared = ref block[ByteOf(index)];
                int mask = ((1 << Bits) - 1) << ShiftOf(index);
                shared = (byte)(shared & ~mask | (int)count << ShiftOf(index) & mask);
                break;
        }
    }

    // Counts narrower than a byte start at its lowest bits.
    private int ByteOf(int index) => index >> OrderOfBytes - Order;

    private int ShiftOf(int index) => (index & (1 << OrderOfBytes - Order) - 1) << Order;
}
