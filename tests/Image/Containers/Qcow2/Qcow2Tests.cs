using System.Runtime.InteropServices;
using System.Runtime.CompilerServices;
using Bq2.Efi.Binary;
using Bq2.Efi.Files;
using Bq2.Image;

namespace Bq2.Tests.Image;

/// <summary>What we write is laid out as the specification says, and we read it.</summary>
public sealed class Qcow2Tests
{
    [Fact]
    public void TheHeaderIsLaidOutAsTheSpecificationSays()
    {
        Assert.Equal(Qcow2Header.Size, Unsafe.SizeOf<Qcow2Header>());
        Assert.Equal(Qcow2Header.NameFields, Marshal.OffsetOf<Qcow2Header>(nameof(Qcow2Header.BackingFileOffset)));
        Assert.Equal(Qcow2Header.SizeField, Marshal.OffsetOf<Qcow2Header>(nameof(Qcow2Header.VirtualSize)));
        Assert.Equal(Qcow2Header.L1Fields, Marshal.OffsetOf<Qcow2Header>(nameof(Qcow2Header.L1Size)));
        Assert.Equal(Qcow2Header.RefcountTableFields, Marshal.OffsetOf<Qcow2Header>(nameof(Qcow2Header.RefcountTableOffset)));
        Assert.Equal(Qcow2Header.SnapshotFields, Marshal.OffsetOf<Qcow2Header>(nameof(Qcow2Header.SnapshotCount)));
        Assert.Equal(Qcow2Header.FeatureFields, Marshal.OffsetOf<Qcow2Header>(nameof(Qcow2Header.IncompatibleFeatures)));
        Assert.Equal(104, Marshal.OffsetOf<Qcow2Header>(nameof(Qcow2Header.CompressionType)));
        Assert.Equal(Qcow2Extension.Size, Unsafe.SizeOf<Qcow2Extension>());
        Assert.Equal(Qcow2BitmapsExtension.Size, Unsafe.SizeOf<Qcow2BitmapsExtension>());
        Assert.Equal(Qcow2BitmapEntry.Size, Unsafe.SizeOf<Qcow2BitmapEntry>());
        Assert.Equal(Qcow2SnapshotEntry.Size, Unsafe.SizeOf<Qcow2SnapshotEntry>());
        Assert.Equal(Qcow2SnapshotExtra.Size, Unsafe.SizeOf<Qcow2SnapshotExtra>());
        Assert.Equal((140, Statx.Size), ((int)Marshal.OffsetOf<Statx>(nameof(Statx.DeviceMinor)), Unsafe.SizeOf<Statx>()));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void RefcountsOfAnyWidthArePacked(int order)
    {
        var width = new RefcountWidth(order);
        var block = new byte[512];
        int counts = width.CountsPerBlock(new(9));
        ulong most = ulong.MaxValue >> 64 - width.Bits;
        for (int i = 0; i < counts; i++)
            width.Set(block, i, (ulong)i * 7 & most);
        width.Set(block, 5, most);

        Assert.Equal(512 * 8, counts * width.Bits);
        Assert.All(Enumerable.Range(0, counts), i => Assert.Equal(i == 5 ? most : (ulong)i * 7 & most, width.Get(block, i)));
    }

    [Theory]
    [InlineData(512)]
    [InlineData(65536)]
    [InlineData(2 << 20)]
    public void WhatWeWroteWeRead(int cluster)
    {
        using var temp = new TempFolder();
        byte[] bytes = TestBytes.Make(5_000_000);
        bytes.AsSpan(1_000_000, 3_000_000).Clear();
        var regions = new Regions(bytes.Length);
        regions.Add(0, Content.FromBytes(bytes));
        Qcow2Image.Write(temp["qcow2"], regions, new() { ClusterSize = cluster });

        using var image = DiskImage.Open(temp["qcow2"]);
        Assert.Equal(Align.Up(bytes.Length, 512), image.Length);
        Assert.Equal(bytes, image.ReadBytes(0, bytes.Length));
        Assert.Equal(bytes[999_999..4_000_001], image.ReadBytes(999_999, 3_000_002));
    }

    [Fact]
    public void ASecondImageIsTheSameAndSoIsACopyOfTheFirst()
    {
        using var temp = new TempFolder();
        var regions = new Regions(10 << 20);
        regions.Add(123_456, Content.FromBytes(TestBytes.Make(1_234_567)));
        regions.Add(9 << 20, Content.FromBytes(new byte[1 << 20]));
        Qcow2Image.Write(temp["one"], regions);
        Qcow2Image.Write(temp["two"], regions);
        using (var one = DiskImage.Open(temp["one"]))
            Qcow2Image.Write(temp["three"], Regions.Of(one));

        Assert.Equal(File.ReadAllBytes(temp["one"]), File.ReadAllBytes(temp["two"]));
        Assert.Equal(File.ReadAllBytes(temp["one"]), File.ReadAllBytes(temp["three"]));
    }

    [Fact]
    public void NeighboursAreOneRunAndProgressGoesToTheEnd()
    {
        using var temp = new TempFolder();
        var regions = new Regions(200_000_000);
        regions.Add(100_000, Content.FromBytes(TestBytes.Make(3_000_000)));
        regions.Add(199_999_999, Content.FromBytes(TestBytes.Make(1)));
        var done = new Steps();
        Qcow2Image.Write(temp["qcow2"], regions, progress: done);

        Assert.Equal([1 << 20, 2 << 20, 3 << 20, 200_000_000], done);
        using var image = DiskImage.Open(temp["qcow2"]);
        const long last = 199_999_488 / 65536 * 65536;
        Assert.Equal([(65536, 47 * 65536), (last, image.Length - last)], image.DataRuns());
    }

    [Fact]
    public void ATableOfZerosIsNotWritten()
    {
        using var temp = new TempFolder();
        var regions = new Regions(1L << 30);
        regions.Add(600 << 20, Content.FromBytes(new byte[100 << 10]));

        Assert.Equal(0, Qcow2Image.Write(temp["qcow2"], regions).DataClusters);
        using var image = DiskImage.Open(temp["qcow2"]);
        Assert.Empty(image.DataRuns());
    }

    /// <summary>What was reported, at once and in order; Progress of .NET reports from other threads.</summary>
    private sealed class Steps : List<long>, IProgress<long>
    {
        public void Report(long value) => Add(value);
    }
}
