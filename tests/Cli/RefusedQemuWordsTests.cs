namespace Bq2.Tests.Cli;

/// <summary>Lines of qemu-img that are refused here by name, with a reason.</summary>
public sealed class RefusedQemuWordsTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public RefusedQemuWordsTests() => QemuWords.WriteDisks(_temp);

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
        QemuWords.InCopy(_temp, "theirs", "qemu-img", line);
        var ours = QemuWords.InCopy(_temp, "ours", $"'{Bq2Program.File}' image", line);

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
        var ours = QemuWords.InCopy(_temp, "ours", $"'{Bq2Program.File}' image", line);

        Assert.Equal(exitCode, ours.ExitCode);
        Assert.Contains(expected, ours.Complained, StringComparison.Ordinal);
        Assert.False(File.Exists(_temp["ours/out"]));
    }

    public void Dispose() => _temp.Dispose();
}
