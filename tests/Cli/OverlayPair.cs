using Bq2.Image;
using Bq2.Tests.Image;

namespace Bq2.Tests.Cli;

/// <summary>The same overlay twice, "ours" and "theirs", over the first of two backing files: one for bq2, one for qemu-img.</summary>
internal sealed class OverlayPair(TempFolder temp)
{
    /// <summary>How the overlay is made, its size, and those of both backing files with their options where they are QCOW2.</summary>
    public static TheoryData<string, string, string, string> Shapes => new()
    {
        { "compat=1.1", "4M", "raw 4M", "raw 4M" },
        { "compat=1.1,cluster_size=512", "4100608", "raw 3000832", "raw 5000192" },
        { "compat=0.10", "5M", "raw 5M", "qcow2 cluster_size=512 3M" },
        { "compat=0.10,cluster_size=4k", "4100608", "qcow2 cluster_size=2M 6M", "raw 2999808" },
        { "compat=1.1,cluster_size=2M", "5000192", "qcow2 cluster_size=4k 2M", "qcow2 cluster_size=1k,compat=0.10 7M" },
        { "compat=1.1,compression_type=zstd", "4M", "raw 512", "raw 4194816" },
        { "compat=1.1,lazy_refcounts=on,refcount_bits=64", "3M", "qcow2 compat=1.1 3M", "qcow2 compat=1.1 512" },
    };

    /// <summary>Runs the same command line in both, and checks that the disk did not change.</summary>
    public void Rebase(string line, string format)
    {
        line = line.Replace("{new}", format, StringComparison.Ordinal);
        string both = $"qemu-img {line} theirs && '{Bq2Program.File}' image {line} --allow-backing -p ours";
        RealTool.Bash.Run("-c", $"cd '{temp.Path}' && {both}").Accepts();
        RealTool.QemuImg.Run("check", "-f", "qcow2", temp["ours"]).Accepts();
        RealTool.QemuImg.Run("compare", "-f", "raw", "-F", "qcow2", temp["before"], temp["ours"]).Accepts();
        var (ours, theirs) = (DiskInfo.Of(temp["ours"]), DiskInfo.Of(temp["theirs"]));
        Assert.Equal((theirs.BackingFile, theirs.BackingFormat), (ours.BackingFile, ours.BackingFormat));
        using var read = DiskImage.Open(temp["ours"], new() { AllowBacking = true });
        Assert.True(File.ReadAllBytes(temp["before"]).AsSpan().SequenceEqual(read.ReadBytes(0, (int)read.Length)));
    }

    public void AssertBacking(string name, string format)
    {
        var info = DiskInfo.Of(temp["ours"]);
        Assert.Equal((name, format), (info.BackingFile, info.BackingFormat));
        RealTool.QemuImg.Run("check", "-f", "qcow2", temp["ours"]).Accepts();
        RealTool.QemuImg.Run("compare", "-f", "raw", "-F", "qcow2", temp["before"], temp["ours"]).Accepts();
    }

    /// <summary>"old", "new" and over the first of them "ours" and "theirs", which hold data, packed data, zeros and nothing.</summary>
    public void MakeOverlay(string options, string size, string old, string target)
    {
        MakeBacking("old", old, 1);
        MakeBacking("new", target, 2);
        string[] words = old.Split(' ');
        RealTool.QemuImg.Run("create", "-q", "-f", "qcow2", "-o", options, "-b", "old", "-F", words[0], temp["ours"], size).Accepts();
        string[] writes =
        [
            "write -P 5 100k 30k", "write -z 64k 128k", "write -P 6 1000000 300000", "write -c -P 7 2M 2M", "write -z 1M 4k",
            "discard 1500k 64k",
        ];
        foreach (string write in writes)
            RealTool.QemuIo.Run("-f", "qcow2", "-c", write, temp["ours"]);
        File.Copy(temp["ours"], temp["theirs"]);
        RealTool.QemuImg.Run("convert", "-f", "qcow2", "-O", "raw", temp["ours"], temp["before"]).Accepts();
    }

    // In parts the two are the same, and in parts they hold zeros.
    private void MakeBacking(string name, string shape, int seed)
    {
        string[] words = shape.Split(' ');
        RealTool.QemuImg.Run("create", "-q", "-f", "raw", temp["bytes"], words[^1]).Accepts();
        byte[] bytes = new byte[new FileInfo(temp["bytes"]).Length];
        TestBytes.Make(bytes.Length, seed).CopyTo(bytes, 0);
        (int, int, int?)[] parts = [(300_000, 200_000, 7), (700_000, 100_000, null), (seed * 1_800_000, 300_000, null)];
        foreach (var (start, length, other) in parts)
        {
            int there = Math.Clamp(bytes.Length - start, 0, length);
            byte[] part = other is { } same ? TestBytes.Make(length, same) : new byte[length];
            part.AsSpan(0, there).CopyTo(bytes.AsSpan(Math.Min(start, bytes.Length)));
        }

        File.WriteAllBytes(temp["bytes"], bytes);
        if (words[0] == "raw")
            File.Copy(temp["bytes"], temp[name]);
        else
            RealTool.QemuImg.Run("convert", "-f", "raw", "-O", "qcow2", "-o", words[1], temp["bytes"], temp[name]).Accepts();
    }
}
