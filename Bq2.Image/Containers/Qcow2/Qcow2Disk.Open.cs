namespace Bq2.Image;

internal sealed partial class Qcow2Disk
{
    /// <summary>Takes ownership of the file if it is a writable image.</summary>
    public static Qcow2Disk Open(WritableDisk file, OpenOptions options)
    {
        var chain = new ImageChain(options);
        if (file.Path is { } path)
            chain.Remember(path);
        return OpenOver(file, chain.OpenBacking);
    }

    /// <summary>The same with a backing file that the caller opens, null for none; the disk closes it.</summary>
    public static Qcow2Disk OpenOver(WritableDisk file, Func<Source, Qcow2HeaderInfo, Source?> openBacking)
    {
        var head = Qcow2HeaderReader.Read(file);
        RefuseWhatCannotBeWritten(file, head);
        if (head.Features.HasFlag(Qcow2Features.Dirty))
            RepairAfterInterruption(file);

        var backing = openBacking(file, head);
        try
        {
            return new(file, head, backing);
        }
        catch
        {
            backing?.Dispose();
            throw;
        }
    }

    private static void RefuseWhatCannotBeWritten(Source file, Qcow2HeaderInfo head)
    {
        if (head.Features.HasFlag(Qcow2Features.Corrupt))
        {
            throw file.Bad(ImageFaults.ReadOnlyImage, $"the image is marked as corrupt: it can be read, but not written",
                Qcow2Header.FeaturesPlace, "convert it to copy the readable part into a new image");
        }

        string? reason = head.Features.HasFlag(Qcow2Features.ExternalData) ? "with an external data file"
            : head.Cluster.HasParts ? "with extended L2 entries" : null;
        if (reason is not null)
        {
            throw file.Bad(ImageFaults.ReadOnlyImage,
                $"an image {reason} can be read, but not written", Qcow2Header.FeaturesPlace, "convert it to a plain image");
        }
    }

    /// <summary>
    /// The last writer was interrupted. If it wrote in our order, there are at most leaks; if it let the refcounts lag, as QEMU's lazy
    /// refcounts do, they are too low, and trusting them would overwrite data.
    /// </summary>
    private static void RepairAfterInterruption(WritableDisk file)
    {
        var found = Qcow2Check.RepairLeaks(file);
        if (found.Corruptions + found.CheckErrors > 0)
        {
            throw file.Bad(ImageFaults.ReadOnlyImage,
                $"the image's last writer was interrupted and left {found.Corruptions:N0} wrong refcounts and flags",
                Qcow2Header.FeaturesPlace, "repair it with qemu-img check -r all; reading works without that");
        }
    }
}
