using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>
/// The checksums of a volume's structures. All are CRC-32C and begin with the sum of the volume's UUID, so that a block of another volume
/// is not mistaken for one of this.
/// </summary>
internal readonly struct Ext4Checksum(uint seed)
{
    /// <summary>Where the sum is in a block of attributes.</summary>
    private const int XattrSumOffset = 16;

    public static uint SeedOf(ReadOnlySpan<byte> uuid) => Crc32C.Append(Crc32C.Start, uuid);

    public static uint OfSuperBlock(in Ext4SuperBlock super) =>
        Crc32C.Append(Crc32C.Start, Bytes(in super)[..(Ext4SuperBlock.Size - sizeof(uint))]);

    public static uint OfJournal(JournalSuperBlock journal)
    {
        journal.Checksum = 0;
        return Crc32C.Append(Crc32C.Start, Bytes(in journal));
    }

    /// <summary>The checksum of a descriptor of as many bytes as the volume's have.</summary>
    public ushort OfGroup(uint group, Ext4GroupDescriptor descriptor, int size = Ext4GroupDescriptor.Size)
    {
        descriptor.Checksum = 0;
        return (ushort)Crc32C.Append(Crc32C.Append(seed, group), Bytes(in descriptor)[..size]);
    }

    public uint OfBitmap(ReadOnlySpan<byte> bitmap) => Crc32C.Append(seed, bitmap);

    /// <summary>What the checksums of an inode's structures begin with.</summary>
    public uint SeedOf(uint inode, uint generation) => Crc32C.Append(Crc32C.Append(seed, inode), generation);

    /// <summary>The checksum of an inode in whose bytes the checksum's own two fields are zero.</summary>
    public uint OfInode(uint inode, uint generation, ReadOnlySpan<byte> bytes) => Crc32C.Append(SeedOf(inode, generation), bytes);

    public uint OfXattrs(ulong block, ReadOnlySpan<byte> bytes)
    {
        uint sum = Crc32C.Append(seed, MemoryMarshal.AsBytes(new ReadOnlySpan<ulong>(in block)));
        sum = Crc32C.Append(Crc32C.Append(sum, bytes[..XattrSumOffset]), 0u);
        return Crc32C.Append(sum, bytes[(XattrSumOffset + sizeof(uint))..]);
    }

    /// <summary>The checksum of a node of a folder's index, up to its last entry, and the four bytes before the sum.</summary>
    public static uint OfIndex(uint inodeSeed, ReadOnlySpan<byte> used, uint reserved) =>
        Crc32C.Append(Crc32C.Append(Crc32C.Append(inodeSeed, used), reserved), 0u);

    private static ReadOnlySpan<byte> Bytes<T>(ref readonly T value) where T : unmanaged =>
        MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<T, byte>(ref Unsafe.AsRef(in value)), Unsafe.SizeOf<T>());
}
