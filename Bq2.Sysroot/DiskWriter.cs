using Bq2.Image;

namespace Bq2.Sysroot;

/// <summary>Writes a planned disk in the format that was asked for, and shows how far it is.</summary>
internal static class DiskWriter
{
    /// <summary>The format that a file's name promises.</summary>
    public static string FormatOf(string path) =>
        Path.GetExtension(path).ToLowerInvariant() is ".raw" or ".img" ? "raw" : "qcow2";

    /// <summary>Writes the disk and says how many bytes of it are data.</summary>
    public static long Write(string path, string format, Regions plan) =>
        Write(path, format == "raw" ? new() : null, new(), plan);

    /// <summary>The same with all that can be asked for; a raw image where there are raw options.</summary>
    public static long Write(string path, RawOptions? raw, Qcow2Options qcow2, Regions plan)
    {
        long data = 0;
        if (path == "-")
            Progress.Show("standard output", plan.Length, progress => data = WriteForward(raw, qcow2, plan, progress));
        else
            Progress.Show(path, plan.Length, progress => data = WriteFile(path, raw, qcow2, plan, progress));
        return data;
    }

    private static long WriteFile(string path, RawOptions? raw, Qcow2Options qcow2, Regions plan, IProgress<long> progress) =>
        raw is not null
            ? RawImage.Write(path, plan, raw, progress).DataBytes
            : DataOf(Qcow2Image.Write(path, plan, qcow2, progress));

    private static long WriteForward(RawOptions? raw, Qcow2Options qcow2, Regions plan, IProgress<long> progress)
    {
        using var output = Console.OpenStandardOutput();
        return raw is not null
            ? RawImage.Write(output, plan, raw.Threads, progress).DataBytes
            : DataOf(Qcow2Image.Write(output, plan, qcow2, progress));
    }

    private static long DataOf(Qcow2Summary image) => image.DataClusters * image.ClusterSize;
}
