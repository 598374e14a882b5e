using Bq2.Efi.Files;
using Microsoft.Win32.SafeHandles;

namespace Bq2.Image;

/// <summary>Writes trees as tar archives: the same tree gives the same bytes, wherever and by however many threads it is written.</summary>
/// <remarks>
/// Entries are sorted by the bytes of their paths, a folder before its content. Names of owners are empty, numbers are kept. Headers are
/// ustar, with a PAX header only before entries that need one. A file with several names has its content at the first. The archive ends
/// with two blocks of zeros.
/// </remarks>
public static class TarArchive
{
    /// <summary>An archive as regions, which any sink can write.</summary>
    public static Regions Plan(Tree tree, TarOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(tree);
        return TarPlanner.Plan(tree, options ?? new()).Regions;
    }

    /// <summary>
    /// Writes a file, which gets its name when it is complete; a device or a pipe of that name is written to instead. Reports the progress
    /// in bytes of the archive before it is packed.
    /// </summary>
    public static ArchiveSummary Write(
        string path, Tree tree, TarOptions? options = null, PackOptions? packing = null, IProgress<long>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(tree);
        return Write(path, TarPlanner.Plan(tree, options ?? new()), packing ?? new(), progress);
    }

    /// <summary>The same for what is planned already.</summary>
    internal static ArchiveSummary Write(string path, TarPlan plan, PackOptions packing, IProgress<long>? progress) => ImageFile.Write(
        path, packing.Sync, stream => Write(stream, plan, packing, progress), file => Write(file, plan, packing, progress));

    /// <summary>Writes to a stream, which stays open.</summary>
    public static ArchiveSummary Write(
        Stream target, Tree tree, TarOptions? options = null, PackOptions? packing = null, IProgress<long>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(tree);
        return Write(target, TarPlanner.Plan(tree, options ?? new()), packing ?? new(), progress);
    }

    /// <inheritdoc cref="Write(string, TarPlan, PackOptions, IProgress{long}?)"/>
    internal static ArchiveSummary Write(Stream target, TarPlan plan, PackOptions packing, IProgress<long>? progress)
    {
        bool isPacked = packing.Packing != Packing.None;
        using var counted = new DigestStream(target, packing.Digests);
        DigestStream? inner = null;
        using (var packer = isPacked ? Packed.Pack(counted, packing.Packing, packing.Level) : counted)
        {
            inner = isPacked ? new DigestStream(packer, packing.Digests) : counted;
            RawImage.Write(inner, plan.Regions, threads: null, progress);
            inner.End();
        }

        counted.End();
        target.Flush();
        return new(plan.Regions.Length, counted.BytesWritten, plan.Entries, plan.Skipped, inner.Digest, counted.Digest);
    }

    private static ArchiveSummary Write(SafeFileHandle file, TarPlan plan, PackOptions packing, IProgress<long>? progress)
    {
        if (packing.Packing == Packing.None && !packing.Digests)
        {
            // Every place is known, so several threads can write at once.
            RawImage.Write(file, plan.Regions, options: null, progress);
            return new(plan.Regions.Length, plan.Regions.Length, plan.Entries, plan.Skipped, null, null);
        }

        using var stream = ForwardFile.Of(file);
        return Write(stream, plan, packing, progress);
    }
}
