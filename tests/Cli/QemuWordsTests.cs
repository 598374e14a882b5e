using Bq2.Image;
using Bq2.Tests.Image;

namespace Bq2.Tests.Cli;

/// <summary>Lines that scripts say to qemu-img, said to both: they do the same here, or are refused by name, with a reason.</summary>
public sealed class QemuWordsTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public QemuWordsTests()
    {
        byte[] disk = new byte[4 << 20];
        TestBytes.Make(300_000).CopyTo(disk, 100_000);
        TestBytes.Make(70_000).CopyTo(disk, 3_000_000);
        File.WriteAllBytes(_temp["raw"], disk);
        Qcow2Image.Write(_temp["q"], SourceRegions(disk));
        File.WriteAllBytes(_temp["old"], TestBytes.Make(4 << 20));
        Qcow2Image.Write(_temp["oldq"], SourceRegions(TestBytes.Make(4 << 20)));
    }

    /// <summary>Both end alike, and what is made holds the same disk and is sound.</summary>
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
        var theirs = InCopy("theirs", "qemu-img", line);
        var ours = InCopy("ours", $"'{Bq2Program.File}' image", line);

        // compare answers by its exit code, which is no objection.
        Assert.True(theirs.ExitCode == 0 || line.StartsWith("compare", StringComparison.Ordinal), theirs.Complained);
        Assert.True(theirs.ExitCode == ours.ExitCode, ours.Complained);
        if (made is null)
            return;
        RealTool.QemuImg.Run("compare", _temp["theirs/" + made], _temp["ours/" + made]).Accepts();
        if (line.Contains("qcow2", StringComparison.Ordinal) && !line.Contains("-O raw", StringComparison.Ordinal))
            RealTool.QemuImg.Run("check", "-f", "qcow2", _temp["ours/" + made]).Accepts();
    }

    /// <summary>What qemu-img takes and we do not.</summary>
    [Needs("qemu-img")]
    [InlineData("convert --salvage raw out", "--salvage is not supported: a copy without the unreadable parts would look complete")]
    [InlineData("convert -r 100M raw out", "-r is not supported: rate limits are not supported")]
    [InlineData("convert -B raw -F raw -O qcow2 raw out", "-B is not supported")]
    [InlineData("convert -B raw -O qcow2 raw out", "-B is not supported: the copy holds the whole disk")]
    [InlineData("convert --image-opts driver=raw,file.driver=file,file.filename=raw out",
        "--image-opts is not supported: name the image by its file")]
    [InlineData("convert --bitmaps -O qcow2 q out", "--bitmaps is not supported: bitmaps are not copied")]
    [InlineData("convert -O qcow2 -o refcount_bits=1 raw out", "-o refcount_bits=1 is not supported: refcounts always have 16 bits")]
    [InlineData("create -f qcow2 -o encryption=on out 1M", "-o encryption is not supported: encrypted images cannot be made")]
    [InlineData("create -f qcow2 -o encrypt.format=luks,encrypt.key-secret=x out 1M", "-o encrypt.format is not supported")]
    [InlineData("create -f qcow2 -o size=1M out", "-o size is not supported: the size is an argument")]
    [InlineData("create -f qcow2 -o backing_file=raw,backing_fmt=raw out", "-o backing_file is not supported: create -b")]
    [InlineData("create -f raw -o nocow=on out 1M", "-o nocow is not supported")]
    [InlineData("check -r all q", "--repair all is not supported, only leaks can be repaired")]
    [InlineData("info --image-opts driver=qcow2,file.driver=file,file.filename=q", "--image-opts is not supported")]
    [InlineData("resize --preallocation=full raw 8M", "--preallocation is not supported: the new part is allocated when it is written to")]
    [InlineData("bitmap --add q b", "bitmap is not supported: bitmaps are only listed, by info")]
    [InlineData("amend -o compat=0.10 q", "amend is not supported: the options of an image are fixed")]
    [InlineData("dd if=raw of=out", "dd is not supported: convert copies a whole disk")]
    [InlineData("bench -c 1 raw", "bench is not supported: there are no benchmarks here")]
    public void IsRefusedByNameWithAReason(string line, string reason)
    {
        InCopy("theirs", "qemu-img", line);
        var ours = InCopy("ours", $"'{Bq2Program.File}' image", line);

        // check ends with 1 whenever there was none: 2 and 3 are its answers.
        Assert.Equal(line.StartsWith("check", StringComparison.Ordinal) ? 1 : 2, ours.ExitCode);
        Assert.Contains($": {reason}", ours.Complained, StringComparison.Ordinal);
        Assert.False(File.Exists(_temp["ours/out"]));
        Assert.Equal(File.ReadAllBytes(_temp["q"]), File.ReadAllBytes(_temp["ours/q"]));
    }

    [Theory]
    [InlineData("convert -n raw small", 1, "IMG043: the target has 1,000,448 bytes")]
    [InlineData("convert -n raw gone", 1, "Could not find file")]
    [InlineData("convert -n -c raw old", 2, "-n writes into an existing image, so -c does not go with it")]
    [InlineData("convert -n -o compat=1.1 raw oldq", 2, "so -o does not go with it")]
    [InlineData("convert --target-is-zero raw out", 2, "--target-is-zero needs -n")]
    [InlineData("convert -S 0 -c -O qcow2 raw out", 2, "-S 0 allocates every byte")]
    [InlineData("convert -m 17 raw out", 2, "-m is '17': expected a whole number, 1 to 16")]
    [InlineData("convert -t fast raw out", 2, "-t is 'fast': expected none or writeback")]
    [InlineData("create -f qcow2 -u -b gone -F raw out", 2, "-u does not open the backing file, so SIZE is needed")]
    [InlineData("create -f qcow2 -o lazy_refcounts=on,compat=0.10 out 1M", 2, "lazy_refcounts=on needs version 3")]
    [InlineData("create -f qcow2 -o extended_l2=on,compat=0.10 out 1M", 2, "extended_l2=on needs compat=1.1")]
    [InlineData(
        "create -f qcow2 -o extended_l2=on,cluster_size=8k out 1M", 2, "needs compat=1.1 and a cluster_size of at least 16k")]
    [InlineData("create -f qcow2 -o data_file_raw=on out 1M", 2, "data_file_raw=on needs an external data file: add data_file=PATH")]
    [InlineData("create -f qcow2 -o data_file=data,compat=0.10 out 1M", 2, "data_file needs version 3")]
    [InlineData("convert -c -O qcow2 -o data_file=data raw out", 2, "clusters in an external data file cannot be compressed: leave out")]
    [InlineData("create -f qcow2 -o data_file=out out 1M", 1, "QCW035: the image cannot be its own external data file")]
    [InlineData("create -f qcow2 -o data_file=data - 1M", 1, "QCW033: a pipe or a device can only take an image that is neither")]
    [InlineData("create -f qcow2 -o data_file=data,data_file_raw=on -b raw -F raw out", 1, "QCW035: an external data file that is")]
    [InlineData("create -f qcow2 -o lazy_refcounts=maybe out 1M", 2, "lazy_refcounts is 'maybe': expected on or off")]
    public void NonsensicalOptionsAreReported(string line, int exitCode, string expected)
    {
        File.WriteAllBytes(_temp["small"], new byte[1_000_448]);
        var ours = InCopy("ours", $"'{Bq2Program.File}' image", line);

        Assert.Equal(exitCode, ours.ExitCode);
        Assert.Contains(expected, ours.Complained, StringComparison.Ordinal);
        Assert.False(File.Exists(_temp["ours/out"]));
    }

    /// <summary>The line that programs read is qemu-img's own, on the same output.</summary>
    [Needs("qemu-img")]
    [InlineData("convert -p raw out")]
    [InlineData("convert -p -O qcow2 raw out")]
    [InlineData("convert -p -n raw old")]
    public void ProgressIsAsTheirs(string line)
    {
        const string Line = @"^(    \(\d+\.\d\d/100%\)\r)*    \(100\.00/100%\)\r\n";

        Assert.Matches(Line, InCopy("theirs", "qemu-img", line).Accepts().Said);
        Assert.Matches(Line, InCopy("ours", $"'{Bq2Program.File}' image", line).Accepts().Said);
        Assert.DoesNotContain("100%", InCopy("ours", $"'{Bq2Program.File}' image", line.Replace("-p", "-p -q", StringComparison.Ordinal))
            .Accepts().Said, StringComparison.Ordinal);
    }

    /// <summary>Room for every byte is room that the file system has given.</summary>
    [Fact]
    public void SparseZeroMakesNoHoles()
    {
        InCopy("ours", $"'{Bq2Program.File}' image", "convert -S 0 raw out").Accepts();

        Assert.Equal("0",
            new RealTool("bash").Run("-c", $"cd '{_temp["ours"]}'; echo $(( $(stat -c %b out) * 512 < 4194304 ))").Said.Trim());
    }

    /// <summary>What is behind the copy stays, snapshots too.</summary>
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

    private static Regions SourceRegions(byte[] bytes)
    {
        var regions = new Regions(bytes.Length);
        regions.Add(0, Content.FromBytes(bytes));
        return regions;
    }

    private Outcome InCopy(string folder, string program, string line) => RealTool.Bash.Run("-c",
        $"cd '{_temp.Path}' && rm -rf {folder} && mkdir {folder} && find . -maxdepth 1 -type f -exec cp {{}} {folder} \\; "
            + $"&& cd {folder} && {program} {line}");
}
