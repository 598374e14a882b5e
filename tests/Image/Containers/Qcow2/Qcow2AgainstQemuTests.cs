using Bq2.Efi;
using Bq2.Image;

namespace Bq2.Tests.Image;

public sealed class Qcow2AgainstQemuTests
{
    private const long GiB = 1L << 30;

    public static TheoryData<int, long> Sizes()
    {
        var sizes = new TheoryData<int, long>
        {
            { 65536, 0 },
            { 65536, 1000 },            // rounded up to 512
            { 65536, 513L << 20 },      // a second L2 table
            { 65536, 5 * GiB },
            { 512, 5 * GiB },
        };
        foreach (int cluster in new[] { 512, 4096, 65536, 2 << 20 })
        {
            foreach (long size in new long[] { 512, cluster - 512, cluster, cluster + 512, 3 * cluster + 1024 })
                sizes.Add(cluster, size);
        }

        return sizes;
    }

    [Needs("qemu-img")]
    [MemberData(nameof(Sizes))]
    public void QemuReadsWhatWasPlanned(int cluster, long size)
    {
        using var temp = new TempFolder();
        var regions = Disk(size, cluster);
        RawImage.Write(temp["raw"], regions);
        var summary = Qcow2Image.Write(temp["qcow2"], regions, new() { ClusterSize = cluster });

        RealTool.QemuImg.Run("check", "-f", "qcow2", temp["qcow2"]).Accepts();
        RealTool.QemuImg.Run("compare", "-f", "raw", "-F", "qcow2", temp["raw"], temp["qcow2"]).Accepts();
        Assert.Equal(summary.FileSize, new FileInfo(temp["qcow2"]).Length);
    }

    [Needs("qemu-img")]
    [InlineData(3 * 65536)]        // the refcount of the header's cluster
    [InlineData(65536)]            // the top byte of the first L1 entry: its count is one
    [InlineData(4 * 65536 + 5)]    // the offset in the first L2 entry
    [InlineData(2 * 65536 + 7)]    // the refcount table
    public void CheckNoticesASpoiledImage(long offset)
    {
        using var temp = new TempFolder();
        Qcow2Image.Write(temp["qcow2"], Disk(1 << 20, 65536));
        RealTool.QemuImg.Run("check", "-f", "qcow2", temp["qcow2"]).Accepts();
        Spoil.Flip(temp["qcow2"], offset, 0x80);

        RealTool.QemuImg.Run("check", "-f", "qcow2", temp["qcow2"]).Objects();
    }

    [Needs("qemu-img")]
    [InlineData(65536)]
    [InlineData(512)]
    public void CompareNoticesASpoiledByte(int cluster)
    {
        using var temp = new TempFolder();
        var regions = Disk(1 << 20, cluster);
        RawImage.Write(temp["raw"], regions);
        var summary = Qcow2Image.Write(temp["qcow2"], regions, new() { ClusterSize = cluster });
        Spoil.Flip(temp["qcow2"], summary.FileSize - cluster + 1);

        RealTool.QemuImg.Run("compare", "-f", "raw", "-F", "qcow2", temp["raw"], temp["qcow2"]).Objects();
    }

    [Needs("qemu-img")]
    [InlineData("compat=0.10")]
    [InlineData("compat=1.1")]
    [InlineData("compat=1.1,cluster_size=512")]
    [InlineData("compat=1.1,cluster_size=2M")]
    [InlineData("compat=0.10,cluster_size=4096")]
    [InlineData("compat=1.1,preallocation=metadata")]
    [InlineData("compat=1.1,refcount_bits=1")]
    public void WhatQemuWroteReadsTheSame(string options)
    {
        using var temp = new TempFolder();
        RawImage.Write(temp["raw"], Disk(3 << 20, 4096));
        RealTool.QemuImg.Run("convert", "-f", "raw", "-O", "qcow2", "-o", options, temp["raw"], temp["qcow2"]).Accepts();

        using var image = DiskImage.Open(temp["qcow2"]);
        Assert.Equal(File.ReadAllBytes(temp["raw"]), image.ReadBytes(0, (int)image.Length));
    }

    [Needs("qemu-img")]
    [InlineData("encrypted")]
    public void UnreadableFormatsAreRefusedByName(string word)
    {
        using var temp = new TempFolder();
        RealTool.QemuImg.Run(
            "create", "-f", "qcow2", "--object", "secret,id=s,data=x", "-o", "encrypt.format=aes,encrypt.key-secret=s", temp["image"], "1M")
                .Accepts();

        var fault = Assert.Throws<FaultException>(() => DiskImage.Open(temp["image"])).Fault;
        Assert.Equal(("QCW007", temp["image"]), (fault.Code, fault.Path));
        Assert.Contains(word, fault.Message, StringComparison.Ordinal);
    }

    [Needs("qemu-img qemu-io")]
    [InlineData("write -z 64k 128k")]
    [InlineData("write -z -u 64k 128k")]
    [InlineData("discard 0 256k")]
    public void ClustersThatQemuZeroedAreZeros(string command)
    {
        using var temp = new TempFolder();
        Qcow2Image.Write(temp["qcow2"], Disk(1 << 20, 4096));
        new RealTool("qemu-io").Run("-f", "qcow2", "-c", command, temp["qcow2"]).Accepts();
        RealTool.QemuImg.Run("convert", "-O", "raw", temp["qcow2"], temp["raw"]).Accepts();

        using var image = DiskImage.Open(temp["qcow2"]);
        Assert.Equal(File.ReadAllBytes(temp["raw"]), image.ReadBytes(0, (int)image.Length));
    }

    /// <summary>Data at the start, the end, and here and there between; some of it zeros that only reading shows.</summary>
    private static Regions Disk(long size, int cluster)
    {
        var regions = new Regions(size);
        long[] offsets = [0, cluster + 7, 300_000, 2 << 20, 2 * GiB + 5, 4 * GiB, size - 300];
        foreach (long offset in offsets.Order().Where(offset => offset >= 0 && offset < size))
        {
            if (regions.FirstEndingAfter(offset) < regions.Pieces.Count)
                continue;

            bool zeros = offset is 300_000 or 4 * GiB;
            int length = (int)Math.Min(zeros ? 3 << 20 : 3 * cluster / 2 + 1, size - offset);
            regions.Add(offset, Content.FromBytes(zeros ? new byte[length] : TestBytes.Make(length, (int)offset)));
        }

        return regions;
    }
}
