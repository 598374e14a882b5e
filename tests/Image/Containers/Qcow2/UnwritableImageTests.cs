using Bq2.Efi;
using Bq2.Image;

namespace Bq2.Tests.Image;

/// <summary>Images that are read and not written to, and writes that are refused before anything is changed.</summary>
public sealed class UnwritableImageTests
{
    private static readonly OpenOptions s_trusting = new() { AllowBacking = true };

    [Needs("qemu-img qemu-io")]
    [InlineData("parts", "QCW016", "extended L2")]
    [InlineData("data file", "QCW016", "data file")]
    public void UnwritableImagesAreRefusedByName(string recipe, string code, string word)
    {
        using var temp = new TempFolder();
        string path = Recipes.Make(temp, recipe);
        byte[] before = File.ReadAllBytes(path);

        var fault = Assert.Throws<FaultException>(() => DiskImage.OpenForWriting(path, s_trusting)).Fault;
        Assert.Equal(code, fault.Code);
        Assert.Contains(word, fault.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(path));
    }

    [Fact]
    public void AnImageThatIsOnlyReadIsNotChanged()
    {
        using var temp = new TempFolder();
        Qcow2Image.Write(temp["image"], new(1 << 20));
        byte[] before = File.ReadAllBytes(temp["image"]);
        using (var disk = DiskImage.OpenForWriting(temp["image"]))
            disk.ReadBytes(0, 1 << 20);

        Assert.Equal(before, File.ReadAllBytes(temp["image"]));
    }

    [Fact]
    public void AnImageMarkedCorruptIsReadAndNotWritten()
    {
        using var temp = new TempFolder();
        Qcow2Image.Write(temp["image"], new(1 << 20));
        Spoil.Flip(temp["image"], 79, 2);

        DiskImage.Open(temp["image"]).Dispose();
        Assert.Equal("QCW016", Assert.Throws<FaultException>(() => DiskImage.OpenForWriting(temp["image"])).Fault.Code);
    }

    [Theory]
    [InlineData(0, "QCW017")]     // the data's own cluster
    [InlineData(-1, "QCW017")]    // their L2 table's
    public void ACountThatContradictsTheMappingIsNoticedBeforeAnythingIsOverwritten(int cluster, string code)
    {
        using var temp = new TempFolder();
        var regions = new Regions(1 << 20);
        regions.Add(0, Content.FromBytes(TestBytes.Make(100)));
        Qcow2Image.Write(temp["image"], regions);
        Spoil.Set(temp["image"], 3 * 65536 + 2 * (5 + cluster), 0, 2);   // the block counts header, L1, its table, itself, L2, data

        using var disk = DiskImage.OpenForWriting(temp["image"]);
        if (cluster == 0)
            Assert.Equal(code, Assert.Throws<FaultException>(() => disk.WriteAt(0, [1])).Fault.Code);
        else
            Assert.Equal(code, Assert.Throws<FaultException>(() => disk.WriteAt(1 << 19, [1])).Fault.Code);
    }

    /// <summary>With lazy counts QEMU, when it is cut off, leaves clusters in use that nobody has counted.</summary>
    [Needs("qemu-img qemu-io")]
    [InlineData("lazy counts")]
    public void LaggingRefcountsAreNotTrusted(string recipe)
    {
        using var temp = new TempFolder();
        string path = Recipes.Make(temp, recipe);
        byte[] expected = DiskWrites.ReadByQemu(temp, path);
        expected.AsSpan(1_500_000, 500_000).Fill(7);
        RealTool.QemuIo.Run("-f", "qcow2", "-c", "write -P 7 1500000 500000", "-c", "abort", path);
        Assert.True(DiskInfo.Of(path).IsDirty);

        var fault = Assert.Throws<FaultException>(() => DiskImage.OpenForWriting(path)).Fault;
        Assert.Equal("QCW016", fault.Code);
        using var disk = DiskImage.Open(path);
        Assert.Equal(expected, disk.ReadBytes(0, expected.Length));
    }

    [Fact]
    public void WritesBeyondTheEndAndShrinkingAreRefused()
    {
        using var temp = new TempFolder();
        Qcow2Image.Write(temp["image"], new(1 << 20));
        using var disk = DiskImage.OpenForWriting(temp["image"]);

        Assert.Equal("IMG002", Assert.Throws<FaultException>(() => disk.WriteAt((1 << 20) - 1, [1, 2])).Fault.Code);
        Assert.Equal("IMG002", Assert.Throws<FaultException>(() => disk.Discard(1, 1 << 20)).Fault.Code);
        Assert.Equal("IMG012", Assert.Throws<FaultException>(() => disk.Grow(512)).Fault.Code);
        Assert.Equal("IMG012", Assert.Throws<FaultException>(() => disk.Grow((1 << 20) + 5)).Fault.Code);
    }
}
