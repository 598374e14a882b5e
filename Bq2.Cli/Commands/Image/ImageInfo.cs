using System.Text.Json.Serialization;
using Bq2.Efi;
using Bq2.Efi.Files;
using Bq2.Image;

namespace Bq2.Cli;

/// <summary>The answer of info: the keys are those of `qemu-img info --output=json`, plus the partitions.</summary>
internal sealed record ImageInfo(string Filename, string Format, long? VirtualSize, long ActualSize, int? ClusterSize, bool DirtyFlag)
{
    public bool? Encrypted { get; init; }

    public string? BackingFilename { get; init; }

    public string? BackingFilenameFormat { get; init; }

    public string? FullBackingFilename { get; init; }

    public SnapshotInfo[]? Snapshots { get; init; }

    public SpecificInfo? FormatSpecific { get; init; }

    /// <summary>What is on the disk, in one word; null if that was not read.</summary>
    public string? Content { get; init; }

    /// <summary>The answer as text.</summary>
    [JsonIgnore]
    public string? ContentText { get; init; }

    public PartitionInfo[]? Partitions { get; init; }

    // A partition table may have thousands of entries, all of them bad.
    private const int MaxFaults = 20;

    /// <summary>
    /// The disk's content is not read if the image is encrypted or not supported, or refers to a file that must not be opened.
    /// Damage is reported beside the answer.
    /// </summary>
    public static ImageInfo Of(DiskInfo disk, NamedFile file, OpenOptions options, out IReadOnlyList<Fault> faults)
    {
        var info = new ImageInfo(disk.Path, disk.Format, disk.VirtualSize, disk.ActualSize, disk.ClusterSize, disk.IsDirty)
        {
            Encrypted = disk.Encryption is null ? null : true,
            BackingFilename = disk.BackingFile,
            BackingFilenameFormat = disk.BackingFormat,
            FullBackingFilename = disk.FullBackingFile,
            Snapshots = disk.Snapshots.Count == 0 ? null : [.. disk.Snapshots.Select(SnapshotInfo.Of)],
            FormatSpecific = disk.Version is null ? null : new("qcow2", Qcow2Info.Of(disk)),
        };
        List<Fault> found = [.. disk.Faults];
        faults = found;
        bool isReadable = disk.VirtualSize is not null && disk.Encryption is null;
        bool isAllowed = options.AllowBacking || (disk.BackingFile ?? disk.DataFile) is null;
        return isReadable && isAllowed ? info.WithContent(file, options, found) : info;
    }

    private ImageInfo WithContent(NamedFile file, OpenOptions options, List<Fault> faults)
    {
        try
        {
            using var disk = DiskImage.Open(file, options);
            var content = DiskContent.Of(disk);
            var info = this with { Content = content.Name, ContentText = content.Description };
            if (content.Name is not ("gpt" or "mbr") || !PartitionTable.Exists(disk))
                return info;

            var table = PartitionTable.Read(disk);
            faults.AddRange(table.Faults.Take(MaxFaults));
            return info with { Partitions = [.. table.Partitions.Select(PartitionInfo.Of)] };
        }
        catch (FaultException bad)
        {
            faults.Add(bad.Fault);
            return this;
        }
    }
}

internal sealed record SpecificInfo(string Type, Qcow2Info Data);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower, WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ImageInfo))]
[JsonSerializable(typeof(ImageInfo[]))]
internal sealed partial class InfoJson : JsonSerializerContext;
