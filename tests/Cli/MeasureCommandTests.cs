using System.Text.Json;
using Bq2.Tests.Image;

namespace Bq2.Tests.Cli;

/// <summary>measure, beside qemu-img's.</summary>
public sealed class MeasureCommandTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public MeasureCommandTests()
    {
        byte[] disk = new byte[5 << 20];
        TestBytes.Make(700_000).CopyTo(disk, 0);
        disk.AsSpan(2 << 20, 1 << 20).Fill((byte)'x');
        File.WriteAllBytes(_temp["raw"], disk);
    }

    [Needs("qemu-img")]
    [InlineData("--size 10G")]
    [InlineData("-O qcow2 --size 10G")]
    [InlineData("-O qcow2 --size 1")]
    [InlineData("-O qcow2 -o cluster_size=512 --size 3000001")]
    [InlineData("-O qcow2 -o cluster_size=2M --size 1T")]
    [InlineData("-O qcow2 -o preallocation=full --size 1G")]
    [InlineData("-O raw FILE")]
    [InlineData("-O qcow2 FILE")]
    [InlineData("-O qcow2 -o cluster_size=4k FILE")]
    public void MeasuresAreThoseOfQemuImg(string words)
    {
        using (var sparse = File.OpenHandle(_temp["sparse"], FileMode.Create, FileAccess.Write))
        {
            RandomAccess.SetLength(sparse, 700 << 20);
            foreach (long at in (long[])[0, 200_000_000, 600_000_000])
                RandomAccess.Write(sparse, TestBytes.Make(100_000), at);
        }

        string[] all = words.Replace("FILE", _temp["sparse"], StringComparison.Ordinal).Split(' ');
        using var theirs = JsonDocument.Parse(RealTool.QemuImg.Run(["measure", "--output=json", .. all]).Accepts().Said);
        using var ours = JsonDocument.Parse(Bq2Program.Run(["image", "measure", "--output", "json", .. all]).Accepts().Said);
        foreach (string key in (string[])["required", "fully-allocated"])
            Assert.Equal(theirs.RootElement.GetProperty(key).GetInt64(), ours.RootElement.GetProperty(key).GetInt64());
    }

    /// <summary>qemu-img tells what is allocated; but a device, or whoever copies the file, needs its length.</summary>
    [Theory]
    [InlineData("64M", "64k")]
    [InlineData("1G", "64k")]
    [InlineData("64M", "4k")]
    public void TheMeasureOfPreallocatedMetadataIsTheFilesLength(string size, string cluster)
    {
        string words = $"preallocation=metadata,cluster_size={cluster}";
        Bq2Program.Run("image", "create", "-f", "qcow2", "-o", words, _temp["new"], size).Accepts();
        using var measure = JsonDocument.Parse(Bq2Program.Run("image", "measure", "--output", "json", "-O", "qcow2", "-o", words, "--size",
            size).Accepts().Said);

        foreach (string key in (string[])["required", "fully-allocated"])
            Assert.Equal(new FileInfo(_temp["new"]).Length, measure.RootElement.GetProperty(key).GetInt64());
    }

    [Needs("qemu-img")]
    [InlineData("qcow2")]
    [InlineData("raw")]
    public void AnImageWithABackingFileIsMeasuredWhenAllowed(string format)
    {
        RealTool.QemuImg.Run("create", "-f", "qcow2", "-F", "raw", "-b", _temp["raw"], _temp["over"], "9M").Accepts();

        Assert.Contains("--allow-backing",
            Bq2Program.Run("image", "measure", "-O", format, _temp["over"]).Objects().Complained, StringComparison.Ordinal);
        string theirs = RealTool.QemuImg.Run("measure", "-O", format, _temp["over"]).Accepts().Said;
        Assert.StartsWith(Bq2Program.Run("image", "measure", "-O", format, "--allow-backing", _temp["over"]).Accepts().Said,
            theirs, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("--size 1G raw")]
    public void MeasureNeedsExactlyOneSubject(string words)
    {
        var outcome = Bq2Program.Run(["image", "measure", .. words.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("either a FILE or --size", outcome.Complained, StringComparison.Ordinal);
    }

    public void Dispose() => _temp.Dispose();
}
