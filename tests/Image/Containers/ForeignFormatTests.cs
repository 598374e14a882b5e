using System.Diagnostics.CodeAnalysis;
using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json.Nodes;
using Bq2.Efi;
using Bq2.Image;

namespace Bq2.Tests.Image;

/// <summary>Files that someone may name in place of a disk are recognized, and are raw disks only if the format says so.</summary>
public sealed class ForeignFormatTests : IDisposable
{
    private const string Rest = "and more bytes than the mark";

    private readonly TempFolder _temp = new();

    [Needs("qemu-img")]
    [InlineData("vmdk", "")]
    [InlineData("vmdk", "-o subformat=monolithicFlat")]
    [InlineData("vmdk", "-o subformat=streamOptimized")]
    [InlineData("vpc", "")]
    [InlineData("vpc", "-o subformat=fixed")]
    [InlineData("vhdx", "")]
    [InlineData("vdi", "")]
    [InlineData("vdi", "-o static=on")]
    [InlineData("qed", "")]
    [InlineData("parallels", "")]
    [InlineData("qcow", "")]
    public void ADiskThatQemuMadeIsCalledAsQemuCallsIt(string format, string options)
    {
        RealTool.QemuImg.Run(["create", "-f", format, .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries), _temp["disk"], "4M"])
            .Accepts();

        RefusedAs(format, ImageFaults.ForeignFormat);
        var theirs = JsonNode.Parse(RealTool.QemuImg.Run("info", "--output=json", "-f", format, _temp["disk"]).Accepts().Said)!;
        Assert.Equal(theirs["format"]!.ToString(), DiskInfo.Of(_temp["disk"]).Format);
    }

    [Theory]
    [InlineData("luks", "LUKS\u00ba\u00be\0\u0001")]
    [InlineData("vmdk", "COWD\u0001\0\0\0")]
    [InlineData("vmdk", "# Disk DescriptorFile\nversion=1\n")]
    [InlineData("parallels", "WithouFreSpacExt")]
    [InlineData("bochs", "Bochs Virtual HD Image\0")]
    [InlineData("cloop", "#!/bin/sh\n#V2.0 Format\nmodprobe cloop")]
    [InlineData("dmg", "encrcdsa")]
    [InlineData("android-sparse", ":\u00ff&\u00ed\u0001\0\0\0")]
    public void ADiskThatNoToolHereMakesIsKnownByItsMark(string format, string beginning)
    {
        File.WriteAllBytes(_temp["disk"], [.. beginning.Select(letter => (byte)letter), .. new byte[5000]]);

        RefusedAs(format, ImageFaults.ForeignFormat);
    }

    [Fact]
    public void AnAppleDiskIsKnownByItsEnd()
    {
        File.WriteAllBytes(_temp["disk"], [.. new byte[8192], .. "koly"u8, .. new byte[508]]);

        RefusedAs("dmg", ImageFaults.ForeignFormat);
    }

    [Needs("xz zstd bzip2 lz4 lzip 7z")]
    [InlineData("gzip", "")]
    [InlineData("zip", "")]
    [InlineData("tar", "")]
    [InlineData("xz", "xz")]
    [InlineData("zstd", "zstd -q")]
    [InlineData("bzip2", "bzip2")]
    [InlineData("lz4", "lz4 -q")]
    [InlineData("lzip", "lzip")]
    [InlineData("7z", "7z a")]
    public void ACompressedFileIsNotADisk(string format, string tool)
    {
        File.WriteAllText(_temp["content"], Rest);
        Pack(format, tool);

        RefusedAs(format, ImageFaults.Archive);
    }

    [Fact]
    public void AQcow2ImageIsOneWhateverItsLastBytesAre()
    {
        var disk = new Regions(1 << 20);
        disk.Add((1 << 20) - 512, Content.FromBytes("conectix"u8.ToArray()));
        Qcow2Image.Write(_temp["disk"], disk, new() { ClusterSize = 512 });

        using var opened = DiskImage.Open(_temp["disk"]);

        Assert.Equal(1 << 20, opened.Length);
        Assert.Equal("qcow2", DiskImage.FormatOf(_temp["disk"]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(511)]
    [InlineData(40_000)]
    public void AFileOfNoFormatIsARawDisk(int length)
    {
        File.WriteAllBytes(_temp["disk"], TestBytes.Make(length));

        using var opened = DiskImage.Open(_temp["disk"]);

        Assert.Equal("raw", DiskImage.FormatOf(_temp["disk"]));
        Assert.Equal((length + 511) / 512 * 512, opened.Length);
    }

    public void Dispose() => _temp.Dispose();

    private void RefusedAs(string format, FaultCode code)
    {
        var fault = Assert.Throws<FaultException>(() => DiskImage.Open(_temp["disk"])).Fault;
        Assert.Equal((code, _temp["disk"]), (fault.Kind, fault.Path));
        Assert.NotNull(fault.Hint);
        Assert.Equal(code, Assert.Throws<FaultException>(() => DiskImage.OpenForWriting(_temp["disk"])).Fault.Kind);
        Assert.Equal(format, DiskImage.FormatOf(_temp["disk"]));

        var info = DiskInfo.Of(_temp["disk"]);
        Assert.Equal((format, null, code), (info.Format, info.VirtualSize, info.Faults[0].Kind));
        using var insisted = DiskImage.Open(_temp["disk"], new() { Format = DiskFormat.Raw });
        Assert.Equal("raw", DiskInfo.Of(_temp["disk"], DiskFormat.Raw).Format);
        Assert.InRange(insisted.Length - new FileInfo(_temp["disk"]).Length, 0, 511);
    }

    [SuppressMessage("Reliability", "CA2000", Justification = "The streams are closed by what they are given to.")]
    private void Pack(string format, string tool)
    {
        switch (format)
        {
            case "gzip":
                using (var packed = new GZipStream(File.Create(_temp["disk"]), CompressionLevel.Optimal))
                    packed.Write("content"u8);
                break;
            case "zip":
                using (var archive = ZipFile.Open(_temp["disk"], ZipArchiveMode.Create))
                    archive.CreateEntryFromFile(_temp["content"], "content");
                break;
            case "tar":
                using (var archive = new TarWriter(File.Create(_temp["disk"])))
                    archive.WriteEntry(_temp["content"], "content");
                break;
            case "7z":
                new RealTool("7z").Run("a", _temp["packed.7z"], _temp["content"]).Accepts();
                File.Move(_temp["packed.7z"], _temp["disk"]);
                break;
            default:
                new RealTool("sh").Run("-c", $"{tool} -c <'{_temp["content"]}' >'{_temp["disk"]}'").Accepts();
                break;
        }
    }
}
