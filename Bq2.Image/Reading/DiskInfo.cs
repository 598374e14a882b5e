using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>What a disk image says of itself, in the words of `qemu-img info`.</summary>
public sealed record DiskInfo
{
    private const int SectorSize = 512;

    public required string Path { get; init; }

    /// <summary>"raw" or "qcow2".</summary>
    public required string Format { get; init; }

    /// <summary>What a guest sees: whole sectors of 512 bytes.</summary>
    public required long VirtualSize { get; init; }

    /// <summary>What the image takes of the file system it lies on: holes take nothing.</summary>
    public required long ActualSize { get; init; }

    /// <summary>Only of a QCOW2 image, like all that follows.</summary>
    public int? ClusterSize { get; init; }

    public int? Version { get; init; }

    public int? RefcountBits { get; init; }

    public bool IsDirty { get; init; }

    public bool IsCorrupt { get; init; }

    /// <summary>Looks at the headers; the disk itself is not read.</summary>
    public static DiskInfo Of(string path)
    {
        using var file = FileSource.Open(path);
        var raw = new DiskInfo { Path = path, Format = "raw", VirtualSize = Align.Up(file.Length, SectorSize), ActualSize = Statx.AllocatedBytes(path, file.Length) };
        return DiskImage.IsQcow2(file) ? raw.With(Qcow2HeaderReader.Read(file)) : raw;
    }

    private DiskInfo With(in Qcow2Header header)
    {
        var features = (Qcow2Features)(ulong)header.IncompatibleFeatures;
        return this with
        {
            Format = "qcow2",
            VirtualSize = (long)(ulong)header.VirtualSize,
            ClusterSize = 1 << (int)(uint)header.ClusterBits,
            Version = (int)(uint)header.Version,
            RefcountBits = header.Version == 2 ? 16 : 1 << (int)(uint)header.RefcountOrder,
            IsDirty = features.HasFlag(Qcow2Features.Dirty),
            IsCorrupt = features.HasFlag(Qcow2Features.Corrupt),
        };
    }
}
