using System.Buffers.Binary;
using Bq2.Image;
using Bq2.Tests.Image;

namespace Bq2.Tests.Cli;

/// <summary>
/// Image and data file: both the same each time, both kept when something fails, and refused where they cannot be changed.
/// </summary>
public sealed class DataFileTests : IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly ConvertedImage _image;

    public DataFileTests() => _image = new(_temp);

    /// <summary>A raw data file is the disk on its own, and two runs make the same two files for any number of threads.</summary>
    [Needs("qemu-img")]
    [InlineData("data_file=data,data_file_raw=on")]
    [InlineData("data_file=data,extended_l2=on")]
    public void BothFilesAreTheSameEachTime(string shape)
    {
        byte[] disk = _image.MakeDisk();
        _image.Convert(shape, "-m 1");
        byte[] image = File.ReadAllBytes(_temp["image"]), data = File.ReadAllBytes(_temp["data"]);
        _image.Convert(shape, "-m 4");

        Assert.Equal(disk, data);
        Assert.Equal(data, File.ReadAllBytes(_temp["data"]));
        Assert.Equal(image, File.ReadAllBytes(_temp["image"]));
    }

    [Needs("qemu-img")]
    [InlineData("one,two")]
    [InlineData("a,b=c,")]
    [InlineData(",,twice,,,")]
    public void ACommaInADataFilesNameIsDoubledAsForQemuImg(string name)
    {
        byte[] disk = _image.MakeDisk();
        string path = Path.Combine(_temp.Path, name);
        string words = $"data_file={path.Replace(",", ",,", StringComparison.Ordinal)},data_file_raw=on";
        RealTool.QemuImg.Run("convert", "-O", "qcow2", "-o", words, _temp["raw"], _temp["theirs"]).Accepts();
        Assert.True(File.Exists(path));
        File.Delete(path);

        Bq2Program.Run("image", "create", "-f", "qcow2", "-o", words, _temp["new"], "4M").Accepts();
        Assert.True(File.Exists(path));
        Bq2Program.Run("image", "convert", "-O", "qcow2", "-o", words, _temp["raw"], _temp["image"]).Accepts();

        Assert.Equal(disk, File.ReadAllBytes(path));
        RealTool.QemuImg.Run("compare", "-f", "raw", "-F", "qcow2", _temp["raw"], _temp["image"]).Accepts();
    }

    /// <summary>A failed run leaves both files unchanged.</summary>
    [Needs("qemu-img")]
    [InlineData("data_file=data")]
    public void WhatFailsTouchesNeitherFile(string shape)
    {
        _image.MakeDisk();
        _image.Convert(shape);
        byte[] image = File.ReadAllBytes(_temp["image"]), data = File.ReadAllBytes(_temp["data"]);
        var regions = new Regions(8 << 20);
        regions.Add(0, Content.FromBytes(TestBytes.Make(1 << 20)));
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() =>
            Qcow2Image.Write(_temp["image"], regions, new() { DataFile = "data" }, cancellation: cancelled.Token));

        Assert.Equal(image, File.ReadAllBytes(_temp["image"]));
        Assert.Equal(data, File.ReadAllBytes(_temp["data"]));
        Assert.Equal(["data", "image", "raw"], Directory.GetFiles(_temp.Path).Select(Path.GetFileName).Order());
    }

    /// <summary>A subcluster that is both data and zeros; a reserved bit; a byte of the data.</summary>
    [Needs("qemu-img")]
    [InlineData("extended_l2=on", 8 + 3)]
    [InlineData("extended_l2=on,cluster_size=16k", 0)]
    [InlineData("data_file=data", 0)]
    [InlineData("data_file=data,extended_l2=on", 8 + 3)]
    public void TheJudgeObjectsToASpoiledByte(string shape, int offset)
    {
        _image.MakeDisk();
        _image.Convert(shape);
        RealTool.QemuImg.Run("check", "-f", "qcow2", _temp["image"]).Accepts();
        var head = Qcow2HeaderReader.Read(new RecordingDisk(File.ReadAllBytes(_temp["image"])));
        var l1 = new RecordingDisk(File.ReadAllBytes(_temp["image"])).ReadBytes(head.L1Offset, 8);
        int table = (int)(BinaryPrimitives.ReadUInt64BigEndian(l1) & Qcow2Entry.OffsetMask);
        Spoil.Flip(_temp["image"], table + offset, (byte)(offset >= 8 ? 0x01 : 0x20));

        Assert.NotEqual(0, RealTool.QemuImg.Run("check", "-f", "qcow2", _temp["image"]).ExitCode);
        Assert.NotEqual(0, DiskImage.Check(_temp["image"]).Corruptions);
        if (!File.Exists(_temp["data"]))
            return;

        _image.Convert(shape);
        Spoil.Flip(_temp["data"], 5, 1);
        Assert.Equal(1, RealTool.QemuImg.Run("compare", "-f", "raw", "-F", "qcow2", _temp["raw"], _temp["image"]).ExitCode);
    }

    /// <summary>These images are read and made, but commands that would change them in place refuse them.</summary>
    [Needs("qemu-img")]
    [InlineData("extended_l2=on", "with extended L2 entries", "resize image 8M")]
    [InlineData("data_file=data", "with an external data file", "resize image 8M")]
    [InlineData("extended_l2=on", "with extended L2 entries", "snapshot -c one image")]
    [InlineData("data_file=data", "with an external data file", "snapshot -c one image")]
    [InlineData("data_file=data", "with an external data file", "convert -n --allow-backing raw image")]
    [InlineData("extended_l2=on", "with extended L2 entries", "rebase -b raw -F raw image")]
    public void EditsInPlaceAreRefusedByName(string shape, string words, string line)
    {
        _image.MakeDisk();
        _image.Convert(shape);
        byte[] before = File.ReadAllBytes(_temp["image"]);
        var outcome = RealTool.Bash.Run("-c", $"cd '{_temp.Path}' && '{Bq2Program.File}' image {line}");

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains($"QCW016: an image {words} can be read, but not written", outcome.Complained, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(_temp["image"]));
    }

    public void Dispose() => _temp.Dispose();
}
