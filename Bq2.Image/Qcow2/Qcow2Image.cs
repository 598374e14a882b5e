using Bq2.Efi.Binary;
using Microsoft.Win32.SafeHandles;

namespace Bq2.Image;

/// <summary>
/// Writes a planned disk as a QCOW2 image, packed or not, in one pass and without an intermediate file.
/// </summary>
public static class Qcow2Image
{
    /// <summary>Writes the image, which takes its name when it is whole. Reports how far on the disk it has come, in bytes.</summary>
    public static Qcow2Summary Write(string path, Regions regions, Qcow2Options? options = null, IProgress<long>? progress = null)
    {
        using var file = NewFile.At(path);
        var summary = Write(file.Handle, regions, options, progress);
        file.Keep(options?.Sync ?? false);
        return summary;
    }

    /// <summary>Writes into an open regular file. Nothing of what it held before is left.</summary>
    public static Qcow2Summary Write(
        SafeFileHandle target, Regions regions, Qcow2Options? options = null, IProgress<long>? progress = null)
    {
        options ??= new();
        var image = new Qcow2Writer(target, Qcow2Plan.For(regions, options), options);
        image.MakeEmpty();
        image.CopyData(regions, progress);
        image.WriteRefcounts();
        image.WriteRefcountTable();
        image.WriteL1Table();
        image.WriteHeader();
        return image.Summary;
    }
}
