using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Bq2.Efi;
using Bq2.Efi.Binary;
using Bq2.Efi.Files;
using Bq2.Image;

namespace Bq2.Tests.Image;

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
    public void CountsOfAnyWidthStandSideBySide(int order)
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

    [Theory]
    [InlineData(0)]
    [InlineData(256)]
    [InlineData(65537)]
    [InlineData(4 << 20)]
    [InlineData(-65536)]
    public void NoSuchClusterSize(int cluster)
    {
        using var temp = new TempFolder();
        var options = new Qcow2Options { ClusterSize = cluster };
        var thrown = Assert.Throws<FaultException>(() => Qcow2Image.Write(temp["a"], new(512), options));
        Assert.Equal("QCW001", thrown.Fault.Code);
    }

    [Fact]
    public void ADiskTooLargeForItsClustersIsRefusedBeforeAnythingIsWritten()
    {
        using var temp = new TempFolder();
        var options = new Qcow2Options { ClusterSize = 512 };
        var thrown = Assert.Throws<FaultException>(() => Qcow2Image.Write(temp["a"], new(1L << 40), options));
        Assert.Equal("QCW002", thrown.Fault.Code);
        Assert.Empty(Directory.GetFiles(temp.Path));
    }

    [Theory]
    [InlineData(4, "QCW004", 4)]       // version
    [InlineData(20, "QCW005", 63)]     // cluster bits
    [InlineData(8, "QCW022", 0x200)]   // backing file
    [InlineData(32, "QCW007", 2)]      // LUKS
    [InlineData(76, "QCW008", 4)]      // external data file
    [InlineData(76, "QCW008", 1 << 30)]
    [InlineData(36, "QCW009", 0)]      // L1 entries
    [InlineData(36, "QCW009", int.MaxValue)]
    [InlineData(44, "QCW009", 1)]      // L1 offset
    [InlineData(100, "QCW004", 72)]    // header length
    public void TheReaderSaysWhyItWillNot(int offset, string code, int value)
    {
        using var temp = new TempFolder();
        var regions = new Regions(1 << 20);
        Qcow2Image.Write(temp["qcow2"], regions);
        Spoil.Set(temp["qcow2"], offset, StructBytes.ToBytes((Be32)(uint)value));

        var fault = Assert.Throws<FaultException>(() => DiskImage.Open(temp["qcow2"])).Fault;
        Assert.Equal((code, temp["qcow2"]), (fault.Code, fault.Path));
        Assert.NotNull(fault.Excerpt);
    }

    [Fact]
    public void AClusterThatCannotBeUnpackedIsNamed()
    {
        using var temp = new TempFolder();
        var regions = new Regions(1 << 20);
        regions.Add(0, Content.FromBytes(TestBytes.Make(10)));
        Qcow2Image.Write(temp["qcow2"], regions);
        Spoil.Set(temp["qcow2"], 4 * 65536, 0x40);   // the first entry of the L2 table: compressed

        using var image = DiskImage.Open(temp["qcow2"]);
        var fault = Assert.Throws<FaultException>(() => image.ReadBytes(0, 1)).Fault;
        Assert.Equal("QCW013", fault.Code);
        Assert.Contains("the guest's cluster 0 cannot be decompressed", fault.Message, StringComparison.Ordinal);
        Assert.Equal(new byte[10], image.ReadBytes(100_000, 10));
    }

    /// <summary>What was reported, at once and in order; Progress of .NET reports from other threads.</summary>
    private sealed class Steps : List<long>, IProgress<long>
    {
        public void Report(long value) => Add(value);
    }
}
