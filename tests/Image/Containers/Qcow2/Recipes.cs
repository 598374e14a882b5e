using Bq2.Image;
using Region = (long Offset, int Length);

namespace Bq2.Tests.Image;

/// <summary>Images as qemu-img and qemu-io make them, in all the variants they know, to see whether we see the same in them.</summary>
internal static class Recipes
{
    /// <summary>The length of the disk that most of them hold: no whole number of clusters of any size.</summary>
    public const int DiskLength = (5 << 20) + 1536;

    // Each line is called with the folder as {0}; "io" lines run commands of qemu-io, parted by semicolons, on the image.
    private static readonly Dictionary<string, string[]> s_all = new()
    {
        ["v2"] = ["img convert -f raw -O qcow2 -o compat=0.10 {0}/raw {0}/image"],
        ["v2 small"] = ["img convert -f raw -O qcow2 -o compat=0.10,cluster_size=512 {0}/raw {0}/image"],
        ["v3"] = ["img convert -f raw -O qcow2 {0}/raw {0}/image"],
        ["v3 small"] = ["img convert -f raw -O qcow2 -o cluster_size=512 {0}/raw {0}/image"],
        ["v3 large"] = ["img convert -f raw -O qcow2 -o cluster_size=2M {0}/raw {0}/image"],
        ["zlib"] = ["img convert -c -f raw -O qcow2 {0}/raw {0}/image"],
        ["zlib v2 small"] = ["img convert -c -f raw -O qcow2 -o compat=0.10,cluster_size=512 {0}/raw {0}/image"],
        ["zlib large"] = ["img convert -c -f raw -O qcow2 -o cluster_size=2M {0}/raw {0}/image"],
        ["zstd"] = ["img convert -c -f raw -O qcow2 -o compression_type=zstd {0}/raw {0}/image"],
        ["zstd 4k"] = ["img convert -c -f raw -O qcow2 -o compression_type=zstd,cluster_size=4k {0}/raw {0}/image"],
        ["zstd large"] = ["img convert -c -f raw -O qcow2 -o compression_type=zstd,cluster_size=2M {0}/raw {0}/image"],
        ["counts of 1 bit"] = ["img convert -f raw -O qcow2 -o refcount_bits=1 {0}/raw {0}/image"],
        ["counts of 4 bits"] = ["img convert -f raw -O qcow2 -o refcount_bits=4,cluster_size=4k {0}/raw {0}/image"],
        ["counts of 64 bits"] = ["img convert -f raw -O qcow2 -o refcount_bits=64,cluster_size=1k {0}/raw {0}/image"],
        ["lazy counts"] = ["img convert -f raw -O qcow2 -o lazy_refcounts=on {0}/raw {0}/image"],
        ["preallocated"] = ["img create -f qcow2 -o preallocation=metadata {0}/image 5M",
            "io write -P 7 1M 100k;write -z 2M 1M;discard 4M 64k"],
        ["preallocated and kept"] = ["img create -f qcow2 -o preallocation=falloc,cluster_size=4k {0}/image 2M", "io write -P 7 1M 100k"],
        ["preallocated and written"] = ["img create -f qcow2 -o preallocation=full {0}/image 2M", "io write -P 7 1M 100k"],
        ["zeros and holes"] =
        [
            "img convert -f raw -O qcow2 {0}/raw {0}/image",
            "io write -P 7 100k 300k;write -z 64k 128k;write -z -u 2M 256k;discard 0 64k;write -P 9 70k 1k",
        ],
        ["mixed"] =
        [
            "img convert -c -f raw -O qcow2 -o cluster_size=4k {0}/raw {0}/image",
            "io write -P 7 10k 30k;write -z 64k 12k;write -P 9 70001 1000;write -c -P 3 3500k 4k;write -c -P 4 3504k 4k",
        ],
        ["parts"] = ["img convert -f raw -O qcow2 -o extended_l2=on {0}/raw {0}/image"],
        ["parts of 512"] =
        [
            "img convert -f raw -O qcow2 -o extended_l2=on,cluster_size=16k {0}/raw {0}/image",
            "io write -P 7 1M 512;write -P 8 1050000 700;write -z 1049600 1024;discard 2M 32k;write -c -P 3 3488k 16k",
        ],
        ["snapshots"] =
        [
            "img convert -f raw -O qcow2 {0}/raw {0}/image",
            "img snapshot -c first {0}/image",
            "io write -P 7 0 200k;write -P 8 4M 1k",
            "img snapshot -c second {0}/image",
            "io write -P 9 100k 1k;discard 1M 256k",
        ],
        ["bitmaps"] =
        [
            "img convert -f raw -O qcow2 {0}/raw {0}/image",
            "img bitmap --add {0}/image one",
            "img bitmap --add -g 1M {0}/image two",
            "io write -P 7 0 200k",
        ],
        ["data file"] = ["img convert -f raw -O qcow2 -o data_file={0}/data {0}/raw {0}/image"],
        ["raw data file"] = ["img create -f qcow2 -o data_file={0}/data,data_file_raw=on {0}/image 3M", "io write -P 7 100k 300k"],
        ["chain"] =
        [
            "img convert -f raw -O qcow2 -o cluster_size=4k {0}/raw {0}/lowest",
            "img create -f qcow2 -F qcow2 -b lowest {0}/middle 3M",
            "io middle write -P 1 1M 100k;write -z 2M 64k",
            "img create -f qcow2 -F qcow2 -b middle {0}/image 7M",
            "io write -P 2 1100k 10k;write -P 3 3140000 50000;write -z 64k 64k",
        ],
        ["chain to raw"] = ["img create -f qcow2 -F raw -b raw {0}/image 8M", "io write -P 2 5M 1k;write -P 4 0 10;discard 64k 64k"],
        ["chain with parts"] =
        [
            "img create -f qcow2 -F raw -o extended_l2=on -b raw {0}/image 8M",
            "io write -P 2 5M 1k;write -P 4 0 10;discard 64k 64k;write -z 8k 4k",
        ],
        ["grown"] = ["img convert -f raw -O qcow2 -o cluster_size=512 {0}/raw {0}/image",
            "img resize {0}/image 40M", "io write -P 3 30M 1M"],
        ["empty"] = ["img create -f qcow2 {0}/image 0"],
    };

    public static TheoryData<string> All => [.. s_all.Keys];

    /// <summary>Makes the image; the disk it began with lies beside it as "raw".</summary>
    public static string Make(TempFolder temp, string recipe)
    {
        RawImage.Write(temp["raw"], Disk());
        foreach (string line in s_all[recipe])
            Run(temp, line);
        return temp["image"];
    }

    private static void Run(TempFolder temp, string line)
    {
        string[] words = line.Replace("{0}", temp.Path, StringComparison.Ordinal).Split(' ');
        if (words[0] == "img")
        {
            RealTool.QemuImg.Run(words[1..]).Accepts();
            return;
        }

        bool isNamed = File.Exists(temp[words[1]]);
        string[] commands = string.Join(' ', words[(isNamed ? 2 : 1)..]).Split(';');
        RealTool.QemuIo.Run(["-f", "qcow2", .. commands.SelectMany(command => (string[])["-c", command]),
            temp[isNamed ? words[1] : "image"]]).Accepts();
    }

    /// <summary>Data that compresses and data that does not, written zeros, and holes.</summary>
    private static Regions Disk()
    {
        var regions = new Regions(DiskLength);
        foreach (var (offset, length) in (Region[])[(0, 70_000), (300_000, 500_000), (2 << 20, 1_000_000), (DiskLength - 300, 300)])
            regions.Add(offset, Content.FromBytes(TestBytes.Make(length, (int)offset)));
        regions.Add(1 << 20, Content.FromBytes(new byte[100_000]));
        regions.Add(4 << 20, Content.FromBytes(Enumerable.Range(0, 400_000).Select(i => (byte)(i / 700)).ToArray()));
        return regions;
    }
}
