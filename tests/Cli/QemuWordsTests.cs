using Bq2.Tests.Image;

namespace Bq2.Tests.Cli;

/// <summary>Lines that scripts say to qemu-img, said to both: they do the same here.</summary>
public sealed class QemuWordsTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public QemuWordsTests() => QemuWords.WriteDisks(_temp);

    /// <summary>Both end with the same exit code, and their outputs hold the same disk and are sound.</summary>
    [Needs("qemu-img")]
    [InlineData("convert -p raw out", "out")]
    [InlineData("convert -p -m 4 -W -t none -T none -O qcow2 raw out", "out")]
    [InlineData("convert -m 16 -t writeback -O qcow2 -c raw out", "out")]
    [InlineData("convert -t unsafe -C raw out", "out")]
    [InlineData("convert -t directsync -T writethrough raw out", "out")]
    [InlineData("convert -U -q -f qcow2 -O raw q out", "out")]
    [InlineData("convert -S 4k raw out", "out")]
    [InlineData("convert -S 0 raw out", "out")]
    [InlineData("convert -S 0 -O qcow2 raw out", "out")]
    [InlineData("convert -n raw old", "old")]
    [InlineData("convert -n -p -t none -O raw q old", "old")]
    [InlineData("convert -n -O qcow2 raw oldq", "oldq")]
    [InlineData("convert -n --target-is-zero -O qcow2 raw oldq", null)]
    [InlineData("convert -O qcow2 -o lazy_refcounts=on raw out", "out")]
    [InlineData("convert -O qcow2 -o lazy_refcounts=off,refcount_bits=16,extended_l2=off raw out", "out")]
    [InlineData("convert -O qcow2 -o extended_l2=on raw out", "out")]
    [InlineData("convert -c -O qcow2 -o extended_l2=on,cluster_size=16k raw out", "out")]
    [InlineData("convert -O qcow2 -o data_file=data raw out", null)]
    [InlineData("convert -O qcow2 -o data_file=data,data_file_raw=on raw out", null)]
    [InlineData("convert -S 0 -O qcow2 -o data_file=data,extended_l2=on raw out", null)]
    [InlineData("create -f qcow2 -o data_file=data,extended_l2=on out 1M", null)]
    [InlineData("create -f qcow2 -u -b gone.img -F raw out 1M", null)]
    [InlineData("create -q -f qcow2 -o lazy_refcounts=on out 1M", "out")]
    [InlineData("check -U -T none q", null)]
    [InlineData("check -q q", null)]
    [InlineData("compare -p -U -T none raw q", null)]
    [InlineData("compare -q raw old", null)]
    [InlineData("info -U q", null)]
    [InlineData("map -U q", null)]
    [InlineData("measure -U -O qcow2 raw", null)]
    public void DoesTheSame(string line, string? made)
    {
        var theirs = QemuWords.InCopy(_temp, "theirs", "qemu-img", line);
        var ours = QemuWords.InCopy(_temp, "ours", $"'{Bq2Program.File}' image", line);

        // compare answers by its exit code, which is no objection.
        Assert.True(theirs.ExitCode == 0 || line.StartsWith("compare", StringComparison.Ordinal), theirs.Complained);
        Assert.True(theirs.ExitCode == ours.ExitCode, ours.Complained);
        if (made is null)
            return;
        RealTool.QemuImg.Run("compare", _temp["theirs/" + made], _temp["ours/" + made]).Accepts();
        if (line.Contains("qcow2", StringComparison.Ordinal) && !line.Contains("-O raw", StringComparison.Ordinal))
            RealTool.QemuImg.Run("check", "-f", "qcow2", _temp["ours/" + made]).Accepts();
    }

    /// <summary>The line that programs read is qemu-img's own, on the same output.</summary>
    [Needs("qemu-img")]
    [InlineData("convert -p raw out")]
    [InlineData("convert -p -O qcow2 raw out")]
    [InlineData("convert -p -n raw old")]
    public void ProgressIsAsTheirs(string line)
    {
        const string Line = @"^(    \(\d+\.\d\d/100%\)\r)*    \(100\.00/100%\)\r\n";

        Assert.Matches(Line, QemuWords.InCopy(_temp, "theirs", "qemu-img", line).Accepts().Said);
        Assert.Matches(Line, QemuWords.InCopy(_temp, "ours", $"'{Bq2Program.File}' image", line).Accepts().Said);
        Assert.DoesNotContain("100%", QemuWords.InCopy(_temp, "ours",
            $"'{Bq2Program.File}' image", line.Replace("-p", "-p -q", StringComparison.Ordinal))
            .Accepts().Said, StringComparison.Ordinal);
    }

    /// <summary>Room for every byte is room that the file system has given.</summary>
    [Fact]
    public void SparseZeroMakesNoHoles()
    {
        QemuWords.InCopy(_temp, "ours", $"'{Bq2Program.File}' image", "convert -S 0 raw out").Accepts();

        Assert.Equal("0",
            new RealTool("bash").Run("-c", $"cd '{_temp["ours"]}'; echo $(( $(stat -c %b out) * 512 < 4194304 ))").Said.Trim());
    }

    /// <summary>What is behind the copy stays, and so do snapshots.</summary>
    [Needs("qemu-img")]
    [InlineData("qcow2")]
    [InlineData("raw")]
    public void ALargerTargetKeepsItsEnd(string format)
    {
        byte[] old = TestBytes.Make(6 << 20);
        File.WriteAllBytes(_temp["large.raw"], old);
        RealTool.QemuImg.Run("convert", "-O", format, _temp["large.raw"], _temp["large"]).Accepts();
        Bq2Program.Run("image", "convert", "-n", "-O", format, _temp["q"], _temp["large"]).Accepts();

        File.ReadAllBytes(_temp["raw"]).CopyTo(old, 0);
        File.WriteAllBytes(_temp["expected"], old);
        RealTool.QemuImg.Run("compare", "-f", "raw", "-F", format, _temp["expected"], _temp["large"]).Accepts();
        if (format == "qcow2")
            RealTool.QemuImg.Run("check", _temp["large"]).Accepts();
    }

    [Needs("qemu-img")]
    [InlineData("on")]
    public void LazyRefcountsAreReported(string value)
    {
        Bq2Program.Run("image", "create", "-f", "qcow2", "-o", $"lazy_refcounts={value}", _temp["lazy"], "1M").Accepts();

        Assert.Contains("lazy refcounts: true", RealTool.QemuImg.Run("info", _temp["lazy"]).Accepts().Said, StringComparison.Ordinal);
    }

    public void Dispose() => _temp.Dispose();
}
