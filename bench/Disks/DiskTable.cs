using Bq2.Bench.Whole;

namespace Bq2.Bench.Disks;

/// <summary>
/// Are whole commands faster than those that everyone uses? Side by side, process start included, nobody syncing. The
/// floor of a row is `cp` of its input.
/// </summary>
internal static class DiskTable
{
    /// <summary>Measures in a folder, which keeps the inputs for the next time.</summary>
    public static void Run(string folder, string program)
    {
        var inputs = new Inputs(folder);
        Row.Head(Console.Out);
        Row[] rows =
        [
            .. Conversions(inputs, program), .. Backwards(inputs, program), .. Trees(inputs, program), Bootable(inputs, program),
        ];
        foreach (var row in rows)
            row.Measure(Console.Out);
        Growth(inputs, program);
    }

    private static IEnumerable<Row> Conversions(Inputs inputs, string program)
    {
        string disk = inputs.Disk(), image = inputs.At("out");
        yield return To("raw to QCOW2", "", 0.85, 7);
        yield return To("raw to QCOW2, zlib", "-c", 0.22, 3);
        yield return To("raw to QCOW2, zstd", "-c -o compression_type=zstd", 0.75, 5);

        Row To(string work, string words, double goal, int runs) => new(
            work,
            $"{program} image convert -f raw -O qcow2 {words} {disk} {image}",
            $"qemu-img convert -f raw -O qcow2 -W -m 16 {words} {disk} {image}",
            $"cp --sparse=auto {disk} {image}") { Goal = goal, Makes = [image], Runs = runs };
    }

    private static IEnumerable<Row> Backwards(Inputs inputs, string program)
    {
        string image = inputs.At("out");
        yield return From("QCOW2 to raw", "", 0.9);
        yield return From("QCOW2 to raw, zlib", "-c", 0.35);
        yield return From("QCOW2 to raw, zstd", "-c -o compression_type=zstd", 0.6);

        Row From(string work, string words, double goal)
        {
            // Made by them, so that we read what others wrote.
            string packed = inputs.At($"disk{words.Length}.qcow2");
            if (!File.Exists(packed))
                Measured.Run($"qemu-img convert -f raw -O qcow2 -W -m 16 {words} {inputs.Disk()} {packed}");
            return new(
                work,
                $"{program} image convert -f qcow2 -O raw {packed} {image}",
                $"qemu-img convert -f qcow2 -O raw -W -m 16 {packed} {image}",
                $"cp {packed} {image}") { Goal = goal, Makes = [image], Runs = 5 };
        }
    }

    private static IEnumerable<Row> Trees(Inputs inputs, string program)
    {
        string tree = inputs.Tree(), names = inputs.Names(), image = inputs.At("out"), step = inputs.At("step");
        yield return new(
            "10,000 files into FAT32",
            $"{program} image mkfs fat32 -q --size 2G --from {tree} {image}",
            $"mkfs.fat -F 32 -C {image} 2097152 >{step} && mcopy -s -i {image} {tree}/* ::",
            $"cp -r {tree} {image}.floor && rm -r {image}.floor") { Goal = 0.18, Makes = [image, step] };
        yield return new(
            "1,000 long names, one beginning",
            $"{program} image mkfs fat32 -q --size 64M --from {names} {image}",
            $"mkfs.fat -F 32 -C {image} 65536 >{step} && mcopy -s -i {image} {names}/* ::",
            $"cp -r {names} {image}.floor && rm -r {image}.floor") { Goal = 0.02, Makes = [image, step], Runs = 1 };

        yield return new(
            "10,000 files into FAT32 in QCOW2, zstd",
            $"{program} image mkfs fat -q --from {tree} -O qcow2 -c -o compression_type=zstd {image}",
            $"mkfs.fat -F 32 -C {step} 2097152 >{image} && mcopy -s -i {step} {tree}/* :: && "
            + $"qemu-img convert -f raw -O qcow2 -c -o compression_type=zstd {step} {image}",
            $"cp -r {tree} {image}.floor && rm -r {image}.floor") { Goal = 0.2, Makes = [image, step] };
    }

    /// <summary>A bootable disk is its parts copied, and little more.</summary>
    private static Row Bootable(Inputs inputs, string program)
    {
        string kernel = inputs.Part("kernel", Brief.Or(2, 14)), initrd = inputs.Part("initrd", Brief.Or(1, 100));
        string image = inputs.At("out.qcow2");
        string copy = $"cp {kernel} {image} && cp {initrd} {image}.2";
        return new(
            "kernel and 100 MB of initrd into a bootable QCOW2",
            $"{program} image build -q -o {image} --arch x86_64 --kernel {kernel} --initrd {initrd}",
            copy, copy) { Goal = 1.5, Makes = [image, image + ".2"], Runs = 7 };
    }

    /// <summary>Time should follow the data, not the disk.</summary>
    private static void Growth(Inputs inputs, string program)
    {
        Console.WriteLine();
        foreach (int gib in Inputs.SparseSizes)
        {
            string disk = inputs.Sparse(gib), image = inputs.At("out");
            new Row(
                FormattableString.Invariant($"{gib} GiB with {gib} MiB of data"),
                $"{program} image convert -f raw -O qcow2 {disk} {image}",
                $"qemu-img convert -f raw -O qcow2 -W -m 16 {disk} {image}",
                $"cp {disk} {image}") { Goal = gib == 1 ? 0.8 : 1, Makes = [image] }.Measure(Console.Out);
        }
    }
}
