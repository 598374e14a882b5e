using Bq2.Bench.Whole;

namespace Bq2.Bench.Trees;

/// <summary>
/// Do trees become archives, file systems and bootable disks faster than by those that everyone uses? Side by side, process start included,
/// nobody syncing. The floor of a row is `cp -a` of the tree, or `cat` of the archive.
/// </summary>
internal static class TreeTable
{
    /// <summary>Measures a tree, with what is made in a folder.</summary>
    public static void Run(string tree, string folder, string program)
    {
        Directory.CreateDirectory(folder);
        Row.Head(Console.Out);
        foreach (var row in (Row[])[.. Archives(tree, folder, program), .. Volumes(tree, folder, program), Chain(tree, folder, program)])
            row.Measure(Console.Out);
    }

    private static IEnumerable<Row> Archives(string tree, string folder, string program)
    {
        string archive = Path.Combine(folder, "out"), kept = Path.Combine(folder, "kept.tar"), copy = Path.Combine(folder, "copy");
        string floor = $"cp -a {tree} {copy} && rm -r {copy}";
        yield return To("tar", "none", $"tar cf {archive} -C {tree} .", 0.8);
        yield return To("tar.gz", "gzip", $"tar cf - -C {tree} . | pigz >{archive}", 0.35);
        yield return To("tar.zst", "zstd", $"tar cf - -C {tree} . | zstd -q -T0 >{archive}", 0.8);

        Measured.Run($"tar cf {kept} -C {tree} .");
        yield return new(
            "tar to a folder",
            $"{program} image unpack -q {kept} {copy}",
            $"mkdir {copy} && tar xf {kept} -C {copy}",
            $"cat {kept} >{archive}") { Goal = 0.9, Makes = [archive], MakesFolder = copy };

        Row To(string ending, string packing, string theirs, double goal) => new(
            $"a folder to {ending}",
            $"{program} image pack -q --keep-owners --packing {packing} {tree} -o {archive}",
            theirs,
            floor) { Goal = goal, Makes = [archive], Runs = 3 };
    }

    private static IEnumerable<Row> Volumes(string tree, string folder, string program)
    {
        string image = Path.Combine(folder, "out"), copy = Path.Combine(folder, "copy");
        string floor = $"cp -a {tree} {copy} && rm -r {copy}", keep = "--keep-times --keep-owners --keep-xattrs";
        long size = SizeOf(tree) * 5 / 4 + (256 << 20);
        yield return new(
            "a folder to ext4",
            $"{program} image mkfs ext4 -q --size {size} {keep} --from {tree} {image}",
            $"mke2fs -q -t ext4 -d {tree} {image} {size >> 10}k >/dev/null",
            floor) { Goal = 0.15, Makes = [image], Runs = 3 };
        yield return new(
            "a folder to EROFS",
            $"{program} image mkfs erofs -q {keep} --from {tree} {image}",
            $"mkfs.erofs --quiet {image} {tree}",
            floor) { Goal = 0.8, Makes = [image], Runs = 3 };
    }

    /// <summary>What it takes others to make of an archive a packed disk with a system partition and a root.</summary>
    private static Row Chain(string tree, string folder, string program)
    {
        string archive = Path.Combine(folder, "root.tgz"), kernel = Path.Combine(folder, "kernel");
        string image = Path.Combine(folder, "out.qcow2");
        string work = Path.Combine(folder, "work"), raw = $"{work}/raw", part = $"{work}/part";
        Measured.Run($"tar czf {archive} -C {tree} .");
        Measured.Run($"cp {Path.Combine(AppContext.BaseDirectory, "../../../guest/x86_64/vmlinuz")} {kernel}");
        long root = (SizeOf(tree) * 5 / 4 >> 20) + 256;
        string theirs = $"mkdir -p {work}/tree && tar xzf {archive} -C {work}/tree "
            + $"&& mke2fs -q -t ext4 -d {work}/tree {part} {root}M >{work}/said "
            + $"&& truncate -s {root + 66}M {raw} "
            + $"&& sgdisk -n 1:1M:+64M -t 1:ef00 -n 2:65M:+{root}M {raw} >/dev/null && mkfs.fat -C {part}.esp 65536 >/dev/null "
            + $"&& mcopy -i {part}.esp {kernel} ::linux && dd if={part}.esp of={raw} bs=1M seek=1 conv=notrunc,sparse status=none "
            + $"&& dd if={part} of={raw} bs=1M seek=65 conv=notrunc,sparse status=none "
            + $"&& qemu-img convert -O qcow2 -c -o compression_type=zstd -W -m 16 {raw} {image}";
        return new(
            "tar.gz to a bootable disk in packed QCOW2",
            $"{program} image build -q --root {archive} --kernel {kernel} --root-size {root}M --esp-size 64M -O qcow2 -c -o {image}",
            theirs,
            $"cat {archive} >{image}") { Goal = 0.25, Makes = [image], MakesFolder = work, Runs = 1 };
    }

    private static long SizeOf(string tree) => new DirectoryInfo(tree).EnumerateFiles("*", SearchOption.AllDirectories)
        .Where(file => file.LinkTarget is null).Sum(file => (file.Length + 4095) / 4096 * 4096);
}
