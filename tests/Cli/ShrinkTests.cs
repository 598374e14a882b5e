using Bq2.Image;
using Bq2.Tests.Image;

namespace Bq2.Tests.Cli;

/// <summary>resize --shrink: beside qemu-img's, and with a look at what would be lost.</summary>
public sealed class ShrinkTests : IDisposable
{
    private readonly TempFolder _temp = new();

    [Needs("qemu-img")]
    [InlineData("raw", "5M", "note: ")]
    [InlineData("qcow2", "5M", "note: ")]
    [InlineData("qcow2", "-3M", "note: ")]
    [InlineData("qcow2", "1000448", "note: ")]
    [InlineData("qcow2", "7M", "")]
    public void TheStartIsKeptAndTheRestGone(string format, string size, string said)
    {
        byte[] bytes = new byte[8 << 20];
        TestBytes.Make(6 << 20).CopyTo(bytes, 0);
        File.WriteAllBytes(_temp["disk.raw"], bytes);
        foreach (string name in (string[])["theirs", "ours"])
            RealTool.QemuImg.Run("convert", "-O", format, _temp["disk.raw"], _temp[name]).Accepts();

        RealTool.QemuImg.Run("resize", "-f", format, "--shrink", _temp["theirs"], size).Accepts();
        var ours = Bq2Program.Run("image", "resize", "-f", format, "--shrink", _temp["ours"], size).Accepts();

        Assert.Equal(said.Length > 0, ours.Complained.StartsWith("note: ", StringComparison.Ordinal));
        RealTool.QemuImg.Run("compare", "-s", "-f", format, "-F", format, _temp["theirs"], _temp["ours"]).Accepts();
        if (format != "qcow2")
            return;

        RealTool.QemuImg.Run("check", _temp["ours"]).Accepts();
        Assert.InRange(new FileInfo(_temp["ours"]).Length, 0, new FileInfo(_temp["theirs"]).Length + (2 << 16));

        AssertTheRestStaysGone(bytes);
    }

    // What is gone does not come back; with QEMU 7.2 some of it does, from the last cluster.
    private void AssertTheRestStaysGone(byte[] bytes)
    {
        int left = (int)DiskInfo.Of(_temp["ours"]).VirtualSize!.Value;
        bytes.AsSpan(left).Clear();
        File.WriteAllBytes(_temp["disk.raw"], bytes);
        Bq2Program.Run("image", "resize", _temp["ours"], "8M").Accepts();
        RealTool.QemuImg.Run("compare", "-f", "raw", _temp["disk.raw"], _temp["ours"]).Accepts();
        RealTool.QemuImg.Run("check", _temp["ours"]).Accepts();
    }

    /// <summary>Nothing of a longer backing file shows through when the disk grows again.</summary>
    [Needs("qemu-img")]
    [InlineData("1.1")]
    [InlineData("0.10")]
    public void ABackingFileDoesNotShowBehindTheOldEnd(string compat)
    {
        File.WriteAllBytes(_temp["below"], TestBytes.Make(4 << 20));
        RealTool.QemuImg.Run("create", "-q", "-f", "qcow2", "-o", $"compat={compat}", "-b", "below", "-F", "raw", _temp["over"]).Accepts();
        Bq2Program.Run("image", "resize", "--allow-backing", "--shrink", _temp["over"], "1M").Accepts();
        Bq2Program.Run("image", "resize", "--allow-backing", _temp["over"], "4M").Accepts();

        byte[] expected = new byte[4 << 20];
        File.ReadAllBytes(_temp["below"]).AsSpan(0, 1 << 20).CopyTo(expected);
        File.WriteAllBytes(_temp["expected"], expected);
        RealTool.QemuImg.Run("compare", "-F", "raw", _temp["over"], _temp["expected"]).Accepts();
        RealTool.QemuImg.Run("check", _temp["over"]).Accepts();
    }

    [Theory]
    [InlineData("resize disk 4M", "IMG012: the disk has 71,303,168 bytes and cannot shrink to 4,194,304")]
    [InlineData("resize --shrink disk 40M", "partition 2 has sectors")]
    [InlineData("resize --shrink fat 5M", "IMG045: the FAT filesystem on the disk has 10,485,760 bytes, and 5,242,880 would be left")]
    public void LosingDataIsReportedFirst(string line, string expected)
    {
        MakeDisks();
        byte[] disk = File.ReadAllBytes(_temp["disk"]), fat = File.ReadAllBytes(_temp["fat"]);
        var outcome = Run(line);

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains(expected, outcome.Complained, StringComparison.Ordinal);
        Assert.True(disk.AsSpan().SequenceEqual(File.ReadAllBytes(_temp["disk"])), "the disk has changed");
        Assert.True(fat.AsSpan().SequenceEqual(File.ReadAllBytes(_temp["fat"])), "the volume has changed");
        if (!line.Contains("--shrink", StringComparison.Ordinal))
            Assert.Contains("try: --shrink cuts off the end", outcome.Complained, StringComparison.Ordinal);
    }

    /// <summary>The backup of the table is at the new end, and nothing else was there.</summary>
    [Needs("sgdisk")]
    [InlineData("resize --shrink disk 60M")]
    public void APartitionTableComesAlong(string line)
    {
        MakeDisks();
        Assert.Equal("", Run(line).Accepts().Complained);

        Assert.Contains("No problems found", new RealTool("sgdisk").Run("-v", _temp["disk"]).Accepts().Said, StringComparison.Ordinal);
        Assert.Equal(60 << 20, new FileInfo(_temp["disk"]).Length);
    }

    public void Dispose() => _temp.Dispose();

    private void MakeDisks()
    {
        var fat = FatVolume.Plan(new(), new() { Size = 10 << 20 });
        RawImage.Write(_temp["fat"], fat);
        RawImage.Write(_temp["disk"], GptDisk.Plan([new(PartitionType.Esp, fat), new(PartitionType.Swap, new(40 << 20))]));
        Bq2Program.Run("image", "resize", _temp["disk"], "68M").Accepts();
    }

    private Outcome Run(string line) => RealTool.Bash.Run("-c", $"cd '{_temp.Path}' && '{Bq2Program.File}' image {line}");
}
