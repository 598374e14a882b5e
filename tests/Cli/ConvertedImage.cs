using System.Text.Json;
using Bq2.Image;
using Bq2.Tests.Image;

namespace Bq2.Tests.Cli;

/// <summary>"raw", converted to "image" with extended L2 entries, an external data file or both, and what QEMU says of it.</summary>
internal sealed class ConvertedImage(TempFolder temp)
{
    /// <summary>The images' options, as for qemu-img's -o.</summary>
    public static TheoryData<string> Shapes =>
    [
        "extended_l2=on", "extended_l2=on,cluster_size=16k", "extended_l2=on,cluster_size=2M", "extended_l2=on,lazy_refcounts=on",
        "extended_l2=on,preallocation=metadata", "extended_l2=on,preallocation=full", "data_file=data", "data_file=data,cluster_size=512",
        "data_file=data,data_file_raw=on", "data_file=data,extended_l2=on", "data_file=data,data_file_raw=on,extended_l2=on",
        "data_file=data,preallocation=falloc,cluster_size=2M",
    ];

    /// <summary>"raw": not a whole number of clusters, with data that end within subclusters, and holes.</summary>
    public byte[] MakeDisk()
    {
        byte[] disk = new byte[(5 << 20) + 1536];
        (int, int)[] runs = [(0, 70_000), (300_000, 3000), ((2 << 20) + 2048, 1_000_000), (disk.Length - 300, 300)];
        foreach (var (offset, length) in runs)
            TestBytes.Make(length, offset).CopyTo(disk, offset);
        disk.AsSpan(4 << 20, 400_000).Fill(5);
        File.WriteAllBytes(temp["raw"], disk);
        return disk;
    }

    public void Convert(string shape, string more = "") =>
        Run($"'{Bq2Program.File}' image convert {more} -O qcow2 -o {Absolute(shape)} raw image");

    // For QEMU a data file's relative name starts at its working directory, for us at the image's folder.
    public string Absolute(string shape) => shape.Replace("data_file=data", $"data_file={temp["data"]}", StringComparison.Ordinal);

    public void Run(string line) => RealTool.Bash.Run("-c", $"cd '{temp.Path}' && {line}").Accepts();

    public void AssertHolds(byte[] disk)
    {
        RealTool.QemuImg.Run("check", "-f", "qcow2", temp["image"]).Accepts();
        File.WriteAllBytes(temp["expected"], disk);
        RealTool.QemuImg.Run("compare", "-f", "raw", "-F", "qcow2", temp["expected"], temp["image"]).Accepts();
        File.Delete(temp["expected"]);
        using var read = DiskImage.Open(temp["image"], new() { AllowBacking = true });
        Assert.Equal(disk, read.ReadBytes(0, (int)read.Length));
        Assert.True(DiskImage.Check(temp["image"]).IsClean);
    }

    public void AssertMapsAlike()
    {
        using var said = JsonDocument.Parse(RealTool.QemuImg.Run("map", "--output=json", "-f", "qcow2", temp["image"]).Accepts().Said);
        using var disk = DiskImage.Open(temp["image"], new() { AllowBacking = true });
        Assert.Equal(
            said.RootElement.EnumerateArray().Select(piece => (
                piece.GetProperty("start").GetInt64(), piece.GetProperty("length").GetInt64(), piece.GetProperty("depth").GetInt32(),
                piece.GetProperty("zero").GetBoolean(), piece.GetProperty("data").GetBoolean(),
                piece.TryGetProperty("offset", out var offset) ? offset.GetInt64() : (long?)null)),
            DiskMap.Of(disk).Select(piece => (piece.Start, piece.Length, piece.Depth, piece.Zero, piece.Data, piece.Offset)));
    }
}
