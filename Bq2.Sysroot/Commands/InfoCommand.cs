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
        var output = Options.Output();
        command.Add(file);
        command.Add(output);
        command.SetAction(words => Tell(words.GetRequiredValue(file), words.GetValue(output)));
    }

    private static int Tell(string path, string? output)
    {
        var answer = ImageInfo.Of(DiskInfo.Of(path), out var damage);
        Answer.Print(output, answer, InfoJson.Default.ImageInfo, Text);
        if (damage is { } fault)
            Console.Error.WriteLine(fault.Show());
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
        if (info.FormatSpecific is { } specific)
            Line($"compat: {specific.Data.Compat}, refcount bits: {specific.Data.RefcountBits}{(info.DirtyFlag ? ", dirty" : "")}{(specific.Data.Corrupt ? ", corrupt" : "")}");
        foreach (var partition in info.Partitions ?? [])
            Line($"partition {partition.Number}: {partition.Type}, \"{partition.Name}\", {Bytes.Show(partition.Length)} at {partition.Start}");
        return text.ToString().TrimEnd('\n');

        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }
}

/// <summary>The answer of info: the keys are those of `qemu-img info --output=json`, with the partitions besides.</summary>
internal sealed record ImageInfo(string Filename, string Format, long VirtualSize, long ActualSize, int? ClusterSize, bool DirtyFlag)
{
    public SpecificInfo? FormatSpecific { get; init; }

    public PartitionInfo[]? Partitions { get; init; }

    /// <summary>A disk without a partition table is a disk all the same; a damaged table is told of beside the answer.</summary>
    public static ImageInfo Of(DiskInfo disk, out Fault? damage)
    {
        var info = new ImageInfo(disk.Path, disk.Format, disk.VirtualSize, disk.ActualSize, disk.ClusterSize, disk.IsDirty)
        {
            FormatSpecific = disk.Version is { } version
                ? new("qcow2", new(version == 2 ? "0.10" : "1.1", disk.RefcountBits!.Value, disk.IsCorrupt))
                : null,
        };
        using var source = DiskImage.Open(disk.Path);
        damage = null;
        if (!GptDisk.Exists(source))
            return info;

        var table = GptDisk.Read(source);
        damage = table.Damage;
        return info with { Partitions = [.. table.Partitions.Select(PartitionInfo.Of)] };
    }
}

internal sealed record SpecificInfo(string Type, Qcow2Info Data);

internal sealed record Qcow2Info(string Compat, int RefcountBits, bool Corrupt);

internal sealed record PartitionInfo(int Number, string Type, string Name, Guid Uuid, long Start, long Length)
{
    public static PartitionInfo Of(FoundPartition found) => new(found.Number, found.Type.Name, found.Name, found.Id, found.Offset, found.Length);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ImageInfo))]
internal sealed partial class InfoJson : JsonSerializerContext;
