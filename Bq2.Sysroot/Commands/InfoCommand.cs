using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;
using Bq2.Efi.Binary;
using Bq2.Image;

namespace Bq2.Sysroot.Commands;

/// <summary>Tells what a disk image is: format, sizes, partitions.</summary>
internal static class InfoCommand
{
    public const string Summary = "Tells what a disk image is.";

    public static void Define(Command command)
    {
        var file = new Argument<string>("FILE") { Description = "A raw or QCOW2 image" };
        command.Add(file);
        var opening = Options.Opening(command, "FILE");
        var output = Options.Output();
        command.Add(output);
        command.SetAction(words => Tell(words.GetRequiredValue(file), opening(words), words.GetValue(output)));
    }

    private static int Tell(string path, OpenOptions options, string? output)
    {
        var answer = ImageInfo.Of(DiskInfo.Of(path, options.Format), options, out var damage);
        Answer.Print(output, answer, InfoJson.Default.ImageInfo, Text);
        if (damage is { } fault)
            Console.Error.WriteLine(Advice.Add(fault).Show());
        return ExitCode.Done;
    }

    private static string Text(ImageInfo info)
    {
        var text = new StringBuilder();
        Line($"image: {info.Filename}");
        Line($"file format: {info.Format}");
        Line($"virtual size: {Bytes.Show(info.VirtualSize)}");
        Line($"disk size: {Bytes.Show(info.ActualSize)}");
        if (info.ClusterSize is { } cluster)
            Line($"cluster_size: {cluster}");
        if (info.BackingFilename is { } backing)
            Line($"backing file: {backing}{(info.FullBackingFilename is { } full && full != backing ? $" (actual path: {full})" : "")}");
        if (info.BackingFilenameFormat is { } backingFormat)
            Line($"backing file format: {backingFormat}");
        foreach (var snapshot in info.Snapshots ?? [])
            Line($"snapshot {snapshot.Id}: \"{snapshot.Name}\", {DateTimeOffset.FromUnixTimeSeconds(snapshot.DateSec):yyyy-MM-dd HH:mm:ss}, VM state {Bytes.Show(snapshot.VmStateSize)}");
        if (info.FormatSpecific is { Data: var data })
            Line($"compat: {data.Compat}, compression: {data.CompressionType}, refcount bits: {data.RefcountBits}{Flags(info, data)}");
        foreach (var partition in info.Partitions ?? [])
            Line($"partition {partition.Number}: {partition.Type}, \"{partition.Name}\", {Bytes.Show(partition.Length)} at {partition.Start}");
        return text.ToString().TrimEnd('\n');

        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }

    private static string Flags(ImageInfo info, Qcow2Info data) => string.Concat(
        data.DataFile is { } file ? $", data file: {file}{(data.DataFileRaw == true ? " (raw)" : "")}" : "",
        data.LazyRefcounts == true ? ", lazy refcounts" : "",
        data.ExtendedL2 == true ? ", extended l2" : "",
        info.DirtyFlag ? ", dirty" : "",
        data.Corrupt == true ? ", corrupt" : "");
}

/// <summary>The answer of info: the keys are those of `qemu-img info --output=json`, with the partitions besides.</summary>
internal sealed record ImageInfo(string Filename, string Format, long VirtualSize, long ActualSize, int? ClusterSize, bool DirtyFlag)
{
    public string? BackingFilename { get; init; }

    public string? BackingFilenameFormat { get; init; }

    public string? FullBackingFilename { get; init; }

    public SnapshotInfo[]? Snapshots { get; init; }

    public SpecificInfo? FormatSpecific { get; init; }

    public PartitionInfo[]? Partitions { get; init; }

    /// <summary>
    /// A disk without a partition table is a disk all the same; a damaged table is told of beside the answer. Where the
    /// table may lie in a file that is not to be opened, nothing is said of partitions.
    /// </summary>
    public static ImageInfo Of(DiskInfo disk, OpenOptions options, out Fault? damage)
    {
        var info = new ImageInfo(disk.Path, disk.Format, disk.VirtualSize, disk.ActualSize, disk.ClusterSize, disk.IsDirty)
        {
            BackingFilename = disk.BackingFile,
            BackingFilenameFormat = disk.BackingFormat,
            FullBackingFilename = disk.FullBackingFile,
            Snapshots = disk.Snapshots.Count == 0 ? null : [.. disk.Snapshots.Select(SnapshotInfo.Of)],
            FormatSpecific = disk.Version is null ? null : new("qcow2", Qcow2Info.Of(disk)),
        };
        damage = null;
        if (!options.AllowBacking && (disk.BackingFile ?? disk.DataFile) is not null)
            return info;

        using var source = DiskImage.Open(disk.Path, options);
        if (!GptDisk.Exists(source))
            return info;

        var table = GptDisk.Read(source);
        damage = table.Damage;
        return info with { Partitions = [.. table.Partitions.Select(PartitionInfo.Of)] };
    }
}

internal sealed record SpecificInfo(string Type, Qcow2Info Data);

/// <summary>What only QCOW2 has; of version 2 the last ones are not told.</summary>
internal sealed record Qcow2Info(string Compat, string CompressionType, int RefcountBits)
{
    public bool? LazyRefcounts { get; init; }

    public bool? Corrupt { get; init; }

    [JsonPropertyName("extended-l2")]
    public bool? ExtendedL2 { get; init; }

    public string? DataFile { get; init; }

    public bool? DataFileRaw { get; init; }

    public static Qcow2Info Of(DiskInfo disk)
    {
        bool isNew = disk.Version >= 3;
        return new(isNew ? "1.1" : "0.10", disk.Compression == Qcow2Compression.Zstd ? "zstd" : "zlib", disk.RefcountBits!.Value)
        {
            LazyRefcounts = isNew ? disk.HasLazyRefcounts : null,
            Corrupt = isNew ? disk.IsCorrupt : null,
            ExtendedL2 = isNew ? disk.HasExtendedL2 : null,
            DataFile = disk.DataFile,
            DataFileRaw = disk.DataFile is null ? null : disk.IsDataFileRaw,
        };
    }
}

internal sealed record SnapshotInfo(string Id, string Name, long VmStateSize, long DateSec, int DateNsec, long VmClockSec, long VmClockNsec)
{
    public long? Icount { get; init; }

    public static SnapshotInfo Of(Qcow2Snapshot snapshot) => new(
        snapshot.Id,
        snapshot.Name,
        snapshot.VmStateSize,
        snapshot.Date.ToUnixTimeSeconds(),
        snapshot.DateNanoseconds,
        (long)snapshot.VmClock.TotalSeconds,
        snapshot.VmClock.Ticks % TimeSpan.TicksPerSecond * TimeSpan.NanosecondsPerTick)
    {
        Icount = snapshot.InstructionCount,
    };
}

internal sealed record PartitionInfo(int Number, string Type, string Name, Guid Uuid, long Start, long Length)
{
    public static PartitionInfo Of(FoundPartition found) => new(found.Number, found.Type.Name, found.Name, found.Id, found.Offset, found.Length);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ImageInfo))]
internal sealed partial class InfoJson : JsonSerializerContext;
