using System.Text.Json;
using Bq2.Image;
using Bq2.Tests.Image;

namespace Bq2.Tests.Cli;

/// <summary>Images with extended L2 entries and with external data files, compared with QEMU.</summary>
public sealed class ExtendedL2Tests : IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly ConvertedImage _image;

    public ExtendedL2Tests() => _image = new(_temp);

    [Needs("qemu-img qemu-io")]
    [MemberData(nameof(ConvertedImage.Shapes), MemberType = typeof(ConvertedImage))]
    public void QemuFindsTheDiskAndWritesToIt(string shape)
    {
        byte[] disk = _image.MakeDisk();
        _image.Convert(shape);
        _image.AssertHolds(disk);
        _image.AssertMapsAlike();

        (string Command, int From, int Length, byte Value)[] changes =
        [
            ("write -P 7 1049088 512", 1049088, 512, 7),
            ("write -z 3000000 70000", 3_000_000, 70_000, 0),
            ("write -P 8 0 200k", 0, 200 << 10, 8),
        ];
        foreach (var (command, from, length, value) in changes)
        {
            RealTool.QemuIo.Run("-f", "qcow2", "-c", command, _temp["image"]).Accepts();
            disk.AsSpan(from, length).Fill(value);
        }

        _image.AssertHolds(disk);
        _image.AssertMapsAlike();
    }

    /// <summary>Compressed clusters have no subclusters; the clusters between them do.</summary>
    [Needs("qemu-img qemu-io")]
    [InlineData("extended_l2=on")]
    [InlineData("extended_l2=on,cluster_size=16k,compression_type=zstd")]
    public void CompressedClustersAreReadAndCounted(string shape)
    {
        byte[] disk = _image.MakeDisk();
        _image.Convert(shape, "-c");
        _image.AssertHolds(disk);
        _image.AssertMapsAlike();
        Assert.InRange(DiskImage.Check(_temp["image"]).CompressedClusters, 1, long.MaxValue);
    }

    /// <summary>An empty image has the same information as one by qemu-img.</summary>
    [Needs("qemu-img")]
    [MemberData(nameof(ConvertedImage.Shapes), MemberType = typeof(ConvertedImage))]
    public void QemuSaysOfItWhatItSaysOfItsOwn(string shape)
    {
        foreach (string folder in (string[])["ours", "theirs"])
            Directory.CreateDirectory(_temp[folder]);
        MakeIn("theirs", $"qemu-img create -q -f qcow2 -o {shape} image 5000192");
        MakeIn("ours", $"'{Bq2Program.File}' image create -f qcow2 -o {shape} image 5000192");

        Assert.Equal(Told("theirs"), Told("ours"));
        Assert.Equal(File.Exists(_temp["theirs/data"]), File.Exists(_temp["ours/data"]));
        if (File.Exists(_temp["ours/data"]))
            Assert.Equal(new byte[5000192], File.ReadAllBytes(_temp["ours/data"]));

        void MakeIn(string folder, string line) =>
            RealTool.Bash.Run("-c", $"cd '{_temp[folder]}' && {line} && qemu-img info --output=json image > info").Accepts();

        string Told(string folder)
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(_temp[folder + "/info"]));
            string[] keys = ["virtual-size", "cluster-size", "format-specific"];
            return string.Join(' ', keys.Select(key => json.RootElement.GetProperty(key)));
        }
    }

    /// <summary>Of 64 KiB, the 2 KiB with data are mapped, and the rest of the cluster is not.</summary>
    [Needs("qemu-img")]
    [InlineData(64, 2)]
    [InlineData(2048, 64)]
    public void HolesAreAsSmallAsAPart(int clusterKiB, int partKiB)
    {
        var regions = new Regions(4 << 20);
        regions.Add(partKiB * 5 << 10, Content.FromBytes(TestBytes.Make(10)));
        regions.Add((partKiB * 8 << 10) - 1, Content.FromBytes((byte[])[1, 2]));
        Qcow2Image.Write(_temp["image"], regions, new() { ExtendedL2 = true, ClusterSize = clusterKiB << 10 });

        using var disk = DiskImage.Open(_temp["image"]);
        Assert.Equal([(partKiB * 5L << 10, partKiB << 10), (partKiB * 7L << 10, partKiB * 2 << 10)],
            DiskMap.Of(disk).Where(piece => piece.Data).Select(piece => (piece.Start, (int)piece.Length)));
        _image.AssertMapsAlike();
        RealTool.QemuImg.Run("check", "-f", "qcow2", _temp["image"]).Accepts();
    }

    /// <summary>Above a backing file nothing is mapped until a subcluster is written; the others come from the backing file.</summary>
    [Needs("qemu-img qemu-io")]
    [InlineData("extended_l2=on")]
    [InlineData("extended_l2=on,data_file=data")]
    [InlineData("data_file=data,cluster_size=4k")]
    public void ABackingFileShowsThroughThePartsThatAreNotWritten(string shape)
    {
        byte[] disk = _image.MakeDisk();
        _image.Run($"'{Bq2Program.File}' image create -f qcow2 -o {_image.Absolute(shape)} -b raw -F raw image");
        _image.AssertHolds(disk);
        RealTool.QemuIo.Run("-f", "qcow2", "-c", "write -P 9 1050624 2048", "-c", "write -z 2M 4k", _temp["image"]).Accepts();
        disk.AsSpan(1_050_624, 2048).Fill(9);
        disk.AsSpan(2 << 20, 4096).Clear();
        _image.AssertHolds(disk);
        _image.AssertMapsAlike();
    }

    public void Dispose() => _temp.Dispose();
}
