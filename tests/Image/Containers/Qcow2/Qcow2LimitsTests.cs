using Bq2.Efi;
using Bq2.Efi.Binary;
using Bq2.Image;

namespace Bq2.Tests.Image;

/// <summary>Images that are refused: sizes that the format does not have, and files that are damaged.</summary>
public sealed class Qcow2LimitsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(256)]
    [InlineData(65537)]
    [InlineData(4 << 20)]
    [InlineData(-65536)]
    public void ImpossibleClusterSizesAreRefused(int cluster)
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
    public void UnreadableImagesAreRefusedWithTheReason(int offset, string code, int value)
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
}
