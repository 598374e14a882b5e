using System.Globalization;
using System.Text;
using Bq2.Efi;
using Bq2.Efi.Binary;
using Bq2.Image;

namespace Bq2.Tests.Image;

/// <summary>Backing files: opened if that is allowed, and refused where they are impossible.</summary>
public sealed class BackingFileTests
{
    private static readonly OpenOptions s_trusting = new() { AllowBacking = true };

    [Needs("qemu-img")]
    [InlineData("convert -O qcow2 -o data_file={0}/data {0}/raw {0}/image", "QCW006", "external data file")]
    [InlineData("create -f qcow2 -F raw -b {0}/raw {0}/image", "QCW006", "backing file")]
    public void OtherFilesAreOpenedOnlyIfAllowed(string command, string code, string word)
    {
        using var temp = new TempFolder();
        RawImage.Write(temp["raw"], new(1 << 20));
        RealTool.QemuImg.Run(command.Replace("{0}", temp.Path, StringComparison.Ordinal).Split(' ')).Accepts();

        var fault = Assert.Throws<FaultException>(() => DiskImage.Open(temp["image"])).Fault;
        Assert.Equal((code, temp["image"]), (fault.Code, fault.Path));
        Assert.Contains($"the {word} \"{temp.Path}", fault.Message, StringComparison.Ordinal);
        Assert.Contains("allow it", fault.Hint, StringComparison.Ordinal);
        DiskImage.Open(temp["image"], s_trusting).Dispose();
    }

    [Needs("qemu-img")]
    [InlineData("create -f qcow2 -u -F qcow2 -b image {0}/image 1M", "QCW014", "leads back")]
    [InlineData("create -f qcow2 -u -F qcow2 -b ./link {0}/image 1M", "QCW014", "leads back")]
    [InlineData("create -f qcow2 -u -F raw -b nothing {0}/image 1M", "QCW022", "does not exist")]
    [InlineData("create -f qcow2 -u -F raw -b nbd://host/disk {0}/image 1M", "QCW022", "not the name of a file")]
    [InlineData("create -f qcow2 -u -F vmdk -b raw {0}/image 1M", "QCW021", "\"vmdk\"")]
    public void ImpossibleBackingFilesAreRefused(string command, string code, string word)
    {
        using var temp = new TempFolder();
        File.WriteAllBytes(temp["raw"], new byte[512]);
        RealTool.QemuImg.Run(command.Replace("{0}", temp.Path, StringComparison.Ordinal).Split(' ')).Accepts();
        File.CreateSymbolicLink(temp["link"], temp["image"]);

        var fault = Assert.Throws<FaultException>(() => DiskImage.Open(temp["image"], s_trusting)).Fault;
        Assert.Equal(code, fault.Code);
        Assert.Contains(word, fault.Message, StringComparison.Ordinal);
    }

    [Needs("qemu-img")]
    [InlineData(63, true)]
    [InlineData(64, false)]
    public void AChainHasAnEnd(int backings, bool opens)
    {
        using var temp = new TempFolder();
        RealTool.QemuImg.Run("create", "-f", "qcow2", "-u", "-F", "qcow2", "-b", "000", temp["image"], "1M").Accepts();
        byte[] image = File.ReadAllBytes(temp["image"]);
        int name = image.AsSpan().IndexOf("000"u8);
        for (int i = 0; i < backings; i++)
        {
            Encoding.ASCII.GetBytes((i + 1).ToString("d3", CultureInfo.InvariantCulture)).CopyTo(image, name);
            if (i == backings - 1)
                image.AsSpan(8, 12).Clear();
            File.WriteAllBytes(temp[i.ToString("d3", CultureInfo.InvariantCulture)], image);
        }

        if (opens)
            DiskImage.Open(temp["image"], s_trusting).Dispose();
        else
            Assert.Equal("QCW014", Assert.Throws<FaultException>(() => DiskImage.Open(temp["image"], s_trusting)).Fault.Code);
    }

    [Fact]
    public void ABackingFileWithoutAFormatIsNotGuessedAt()
    {
        using var temp = new TempFolder();
        Qcow2Image.Write(temp["image"], new(1 << 20));
        byte[] disk = TestBytes.Make(5000);
        File.WriteAllBytes(temp["raw"], disk);
        Spoil.Set(temp["image"], 8, [.. StructBytes.ToBytes((Be64)512), .. StructBytes.ToBytes((Be32)3)]);
        Spoil.Set(temp["image"], 512, "raw"u8.ToArray());

        var fault = Assert.Throws<FaultException>(() => DiskImage.Open(temp["image"], s_trusting)).Fault;
        Assert.Contains("does not give the format", fault.Message, StringComparison.Ordinal);
        using var image = DiskImage.Open(temp["image"], s_trusting with { BackingFormat = DiskFormat.Raw });
        Assert.Equal([.. disk, 0, 0], image.ReadBytes(0, disk.Length + 2));
    }
}
