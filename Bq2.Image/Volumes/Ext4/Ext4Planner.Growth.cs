using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Bq2.Image;

/// <summary>
/// The inode for growing has the room for more group descriptors as its blocks, so that nothing else gets them: a double-indirect block
/// points to that room behind the first superblock, and each block there to the same block behind the copies.
/// </summary>
internal sealed partial class Ext4Planner
{
    private const int DoubleIndirect = 13;

    private int Pointers => BlockSize / sizeof(uint);

    /// <summary>As long as a file is whose double-indirect block is full.</summary>
    private long GrowthLength => (12L + Pointers + (long)Pointers * Pointers) * BlockSize;

    private long GrowthBlocks => 1 + (long)_layout.ReservedDescriptorBlocks * (1 + BackupGroups().Count());

    public void PlaceGrowth()
    {
        Ext4Inode.BlockMap map = default;
        BinaryPrimitives.WriteUInt32LittleEndian(((Span<byte>)map)[(DoubleIndirect * sizeof(uint))..], _growthBlock);
        _maps.Add(Ext4Inode.Resize, map);

        long first = _layout.StartOf(0) + 1 + _layout.DescriptorBlocks;
        var outer = new uint[Pointers];
        for (int i = 0; i < _layout.ReservedDescriptorBlocks; i++)
        {
            uint block = (uint)(first + i);
            outer[(_layout.DescriptorBlocks + i) % Pointers] = block;
            uint[] inner = [.. BackupGroups().Select(group => (uint)(block + (long)group * _layout.BlocksPerGroup))];
            Place(block, MemoryMarshal.AsBytes(inner.AsSpan()).ToArray());
        }

        Place(_growthBlock, MemoryMarshal.AsBytes(outer.AsSpan()).ToArray());
    }

    private IEnumerable<int> BackupGroups() => Enumerable.Range(1, _layout.Groups - 1).Where(group => Ext4Layout.HasSuper(group));
}
