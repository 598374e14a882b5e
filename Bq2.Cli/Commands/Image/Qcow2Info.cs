using System.Text.Json.Serialization;
using Bq2.Image;

namespace Bq2.Cli;

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
