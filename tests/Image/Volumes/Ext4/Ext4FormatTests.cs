using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Bq2.Image;

namespace Bq2.Tests.Image;

/// <summary>The structs of ext4 against the kernel's documentation, and the arithmetic that has its own rules there.</summary>
public sealed class Ext4FormatTests
{
    [Fact]
    public void TheSuperBlockIsAsTheKernelHasIt()
    {
        Assert.Equal(Ext4SuperBlock.Size, Unsafe.SizeOf<Ext4SuperBlock>());
        AssertAt<Ext4SuperBlock>(56, nameof(Ext4SuperBlock.Magic));
        AssertAt<Ext4SuperBlock>(88, nameof(Ext4SuperBlock.InodeSize));
        AssertAt<Ext4SuperBlock>(104, nameof(Ext4SuperBlock.Uuid));
        AssertAt<Ext4SuperBlock>(206, nameof(Ext4SuperBlock.ReservedTableBlocks));
        AssertAt<Ext4SuperBlock>(236, nameof(Ext4SuperBlock.HashSeed));
        AssertAt<Ext4SuperBlock>(254, nameof(Ext4SuperBlock.DescriptorSize));
        AssertAt<Ext4SuperBlock>(268, nameof(Ext4SuperBlock.JournalBlocks));
        AssertAt<Ext4SuperBlock>(352, nameof(Ext4SuperBlock.Flags));
        AssertAt<Ext4SuperBlock>(373, nameof(Ext4SuperBlock.ChecksumType));
        AssertAt<Ext4SuperBlock>(512, nameof(Ext4SuperBlock.Options));
        AssertAt<Ext4SuperBlock>(624, nameof(Ext4SuperBlock.ChecksumSeed));
        AssertAt<Ext4SuperBlock>(1020, nameof(Ext4SuperBlock.Checksum));
    }

    [Fact]
    public void TheOtherStructsAreAsTheKernelHasThem()
    {
        Assert.Equal(Ext4GroupDescriptor.Size, Unsafe.SizeOf<Ext4GroupDescriptor>());
        AssertAt<Ext4GroupDescriptor>(30, nameof(Ext4GroupDescriptor.Checksum));
        AssertAt<Ext4GroupDescriptor>(56, nameof(Ext4GroupDescriptor.BlockBitmapSumHigh));
        Assert.Equal(Ext4Inode.Size, Unsafe.SizeOf<Ext4Inode>());
        AssertAt<Ext4Inode>(Ext4Inode.BlockMapOffset, nameof(Ext4Inode.Blocks));
        AssertAt<Ext4Inode>(100, nameof(Ext4Inode.Generation));
        AssertAt<Ext4Inode>(124, nameof(Ext4Inode.ChecksumLow));
        AssertAt<Ext4Inode>(144, nameof(Ext4Inode.CreateTime));
        Assert.Equal(Ext4ExtentHeader.Size, Unsafe.SizeOf<Ext4ExtentHeader>());
        Assert.Equal(Ext4Extent.Size, Unsafe.SizeOf<Ext4Extent>());
        Assert.Equal(Ext4ExtentIndex.Size, Unsafe.SizeOf<Ext4ExtentIndex>());
        Assert.Equal(Ext4DirectoryEntry.Size, Unsafe.SizeOf<Ext4DirectoryEntry>());
        Assert.Equal(Ext4DirectoryTail.Size, Unsafe.SizeOf<Ext4DirectoryTail>());
        Assert.Equal(Ext4HashRoot.Size, Unsafe.SizeOf<Ext4HashRoot>());
        Assert.Equal(Ext4HashEntry.Size, Unsafe.SizeOf<Ext4HashEntry>());
        Assert.Equal(Ext4HashTail.Size, Unsafe.SizeOf<Ext4HashTail>());
        Assert.Equal(Ext4XattrHeader.Size, Unsafe.SizeOf<Ext4XattrHeader>());
        Assert.Equal(Ext4XattrEntry.Size, Unsafe.SizeOf<Ext4XattrEntry>());
        Assert.Equal(JournalSuperBlock.Size, Unsafe.SizeOf<JournalSuperBlock>());
        AssertAt<JournalSuperBlock>(80, nameof(JournalSuperBlock.ChecksumType));
        AssertAt<JournalSuperBlock>(252, nameof(JournalSuperBlock.Checksum));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-1, 999_999_999)]
    [InlineData(int.MinValue, 0)]
    [InlineData(int.MaxValue, 5)]
    [InlineData(int.MaxValue + 1L, 5)]
    [InlineData((1L << 34) + int.MinValue - 1, 999_999_999)]
    public void TimesComeBack(long seconds, int nanoseconds)
    {
        var time = new UnixTime(seconds, nanoseconds);
        Assert.Equal(time, Ext4Time.Of(time).ToTime());
    }

    [Theory]
    [InlineData(int.MinValue - 1L, int.MinValue)]
    [InlineData(1L << 34, (1L << 34) + int.MinValue - 1)]
    public void TimesOutsideBecomeTheNearest(long seconds, long stored) =>
        Assert.Equal(stored, Ext4Time.Of(new(seconds)).ToTime().Seconds);

    [Theory]
    [InlineData("02000000" + "01000600ffffffff" + "02000700e8030000" + "04000400ffffffff" + "10000700ffffffff" + "20000400ffffffff",
        "01000000" + "01000600" + "02000700e8030000" + "04000400" + "10000700" + "20000400")]
    [InlineData("02000000", "01000000")]
    public void AccessControlListsAreShorterOnDisk(string visible, string stored)
    {
        Assert.Equal(stored, Convert.ToHexStringLower(Ext4Acl.ToStored(Convert.FromHexString(visible))!));
        Assert.Equal(visible, Convert.ToHexStringLower(Ext4Acl.ToVisible(Convert.FromHexString(stored))!));
    }

    [Theory]
    [InlineData("")]
    [InlineData("01000000")]
    [InlineData("020000000100")]
    public void WhatIsNoAccessControlListIsNotStored(string visible) => Assert.Null(Ext4Acl.ToStored(Convert.FromHexString(visible)));

    private static void AssertAt<T>(int offset, string field) => Assert.Equal(offset, Marshal.OffsetOf<T>(field));
}
