using System.CommandLine;
using System.Text.Json.Serialization;
using Bq2.Efi;
using Bq2.Efi.Files;
using Bq2.Image;

namespace Bq2.Cli;

/// <summary>Shows the format, sizes and partitions of a disk image.</summary>
internal static class InfoCommand
{
    public const string Summary = "Shows the format, sizes and partitions of a disk image.";

    public static void Define(Command command)
    {
        var image = new Argument<string>("FILE") { Description = "A raw or QCOW2 image; - for standard input" }.OfferingFiles();
        command.Add(image);
        var opening = Options.Opening(command, "FILE");
        var output = Options.Output();
        command.Add(output);
        QemuWords.AddReading(command, cache: false);
        QemuWords.RefuseDescriptions(command);
        var chain = new Option<bool>("--backing-chain") { Description = "Show the backing files of FILE too" };
        command.Add(chain);
        command.SetAction(words =>
        {
            using var file = Inputs.Open(words.GetRequiredValue(image));
            return words.GetValue(chain)
                ? TellAll(file, opening(words), words.GetValue(output))
                : Tell(file, opening(words), words.GetValue(output));
        });
    }

    private static int Tell(NamedFile file, OpenOptions options, string? output)
    {
        var answer = ImageInfo.Of(DiskInfo.Of(file, options.Format), file, options, out var faults);
        Answer.Print(output, answer, InfoJson.Default.ImageInfo, InfoText.Of);

        // The answer is printed already; damaged or unsupported parts are reported after it.
        Faults.Complain(faults);
        return ExitCode.Done;
    }

    private static int TellAll(NamedFile file, OpenOptions options, string? output)
    {
        var faults = new List<Fault>();
        ImageInfo[] answers = [.. DiskInfo.ChainOf(file, options.Format, Told)];
        Answer.Print(output, answers, InfoJson.Default.ImageInfoArray, all => string.Join("\n\n", all.Select(InfoText.Of)));
        Faults.Complain(faults);
        return ExitCode.Done;

        ImageInfo Told(DiskInfo info, NamedFile each)
        {
            var answer = ImageInfo.Of(info, each, options with { Format = DiskFormats.Find(info.Format) }, out var found);
            faults.AddRange(found);
            return answer;
        }
    }
}

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

/// <summary>The fields that only QCOW2 has; the last ones are left out for version 2.</summary>
internal sealed record Qcow2Info(string Compat, string CompressionType, int RefcountBits)
{
    public bool? LazyRefcounts { get; init; }

    public bool? Corrupt { get; init; }

    [JsonPropertyName("extended-l2")]
    public bool? ExtendedL2 { get; init; }

    public BitmapInfo[]? Bitmaps { get; init; }

    public EncryptInfo? Encrypt { get; init; }

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
            Bitmaps = disk.Bitmaps.Count == 0 ? null : [.. disk.Bitmaps.Select(BitmapInfo.Of)],
            Encrypt = disk.Encryption is { } encryption ? new(encryption) : null,
            DataFile = disk.DataFile,
            DataFileRaw = disk.DataFile is null ? null : disk.IsDataFileRaw,
        };
    }
}

/// <summary>How the disk is encrypted; details that only the owner of the key needs are left out.</summary>
internal sealed record EncryptInfo(string Format);

internal sealed record BitmapInfo(string[] Flags, string Name, long Granularity)
{
    public static BitmapInfo Of(Qcow2Bitmap bitmap) => new(
        [.. bitmap.IsInUse ? (string[])["in-use"] : [], .. bitmap.IsAutomatic ? (string[])["auto"] : []], bitmap.Name, bitmap.Granularity);
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

internal sealed record PartitionInfo(int Number, string Type, string? Name, Guid? Uuid, long Start, long Length)
{
    public static PartitionInfo Of(FoundPartition found) => found.Id == Guid.Empty
        ? new(found.Number, found.Type.Name, null, null, found.Offset, found.Length)
        : new(found.Number, found.Type.Name, found.Name, found.Id, found.Offset, found.Length);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower, WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ImageInfo))]
[JsonSerializable(typeof(ImageInfo[]))]
internal sealed partial class InfoJson : JsonSerializerContext;
