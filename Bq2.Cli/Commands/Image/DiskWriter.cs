using Bq2.Efi;
using Bq2.Image;

namespace Bq2.Cli;

/// <summary>Writes a planned disk in the requested format, and shows the progress.</summary>
internal static class DiskWriter
{
    /// <summary>The format that a file's name suggests. A real disk boots only raw data.</summary>
    public static string FormatOf(string path) =>
        Outputs.IsDevice(path) || Path.GetExtension(path).ToLowerInvariant() is ".raw" or ".img" ? "raw" : "qcow2";

    /// <summary>Writes the disk, to standard output if the path is -; returns how many bytes of it are data.</summary>
    public static long Write(string path, DiskTarget target, Regions plan)
    {
        long data = 0;
        if (Outputs.IsStandardOutput(path))
            Progress.Show(Outputs.Shown, plan.Length, progress => data = WriteForward(target, plan, progress));
        else
            Progress.Show(path, plan.Length, progress => data = WriteFile(path, target, plan, progress));
        return data;
    }

    private static long WriteFile(string path, DiskTarget target, Regions plan, IProgress<long> progress) =>
        target.Raw is not null
            ? RawImage.Write(path, plan, target.Raw, progress).DataBytes
            : DataOf(Qcow2Image.Write(path, plan, target.Qcow2, progress));

    private static long WriteForward(DiskTarget target, Regions plan, IProgress<long> progress)
    {
        using var output = Outputs.OpenStandardOutput();
        try
        {
            return target.Raw is not null
                ? RawImage.Write(output, plan, target.Raw.Threads, progress).DataBytes
                : DataOf(Qcow2Image.Write(output, plan, target.Qcow2, progress));
        }
        catch (FaultException bad)
        {
            throw bad.In(Outputs.Shown);
        }
    }

    private static long DataOf(Qcow2Summary image) => image.DataClusters * image.ClusterSize;
}
