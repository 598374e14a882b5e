using Bq2.Efi.Pe;
using Bq2.Image;

namespace Bq2.Cli;

internal static partial class PackCommand
{
    private const string Cpio = "cpio", Oci = "oci";

    private static readonly (string Ending, Packing Packing)[] s_endings =
        [(".gz", Packing.Gzip), (".tgz", Packing.Gzip), (".zst", Packing.Zstd), (".tzst", Packing.Zstd), (".xz", Packing.Xz),
            (".txz", Packing.Xz), (".bz2", Packing.Bzip2), (".lz", Packing.Lzip), (".lzma", Packing.Lzma)];

    private static Packing PackingOf(string path, string? word)
    {
        var packing = word switch
        {
            "gzip" => Packing.Gzip,
            "zstd" => Packing.Zstd,
            "none" => Packing.None,
            _ => Array.Find(s_endings, each => path.EndsWith(each.Ending, StringComparison.OrdinalIgnoreCase)).Packing,
        };
        return packing is Packing.None or Packing.Gzip or Packing.Zstd ? packing
            : throw new UsageException(
                $"{path}: {packing.ToString().ToLowerInvariant()} can be unpacked, but not packed: use .tar.gz or .tar.zst");
    }

    private static bool IsCpio(string path) =>
        path.EndsWith(".cpio", StringComparison.OrdinalIgnoreCase) || path.Contains(".cpio.", StringComparison.OrdinalIgnoreCase);

    private static TarPlan PlanOf(string format, Tree tree, TarOptions tar) => format == Cpio
        ? new(CpioArchive.Plan(tree, new() { LatestTime = tar.MaxTime }), tree.Walk().Count(), [])
        : TarPlanner.Plan(tree, tar);

    /// <summary>Makes the folder of an OCI layout, with one image of one layer.</summary>
    private static int MakeLayout(Tree tree, string path, string? arch, string? tag, TarOptions tar, string? packing)
    {
        if (arch is null || MachineNames.Parse(arch) is not { } machine)
            throw new UsageException("--format oci needs --arch, the machine that the image is for");
        if (Outputs.IsStandardOutput(path))
            throw new UsageException("--format oci makes a folder, so -o is its name");

        var options = new OciWriteOptions { Packing = packing is null ? Packing.Gzip : PackingOf(path, packing), Tar = tar, Tag = tag };
        var plan = TarPlanner.Plan(tree, tar);
        string folder = Directory.CreateTempSubdirectory("bq2-layer-").FullName;
        try
        {
            Tree? layout = null;
            Progress.Show(path, plan.Regions.Length, progress =>
                layout = OciImage.Write(plan, machine.DebianName(), Path.Combine(folder, "layer"), options, progress));
            layout!.WriteTo(path);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        Outputs.SayMade(path, $"an OCI layout for {arch}");
        return ExitCode.Done;
    }
}
