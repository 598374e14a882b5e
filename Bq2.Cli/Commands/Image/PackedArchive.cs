using System.Text.Json.Serialization;
using Bq2.Image;

namespace Bq2.Cli;

/// <summary>What was packed.</summary>
internal sealed record PackedArchive(
    string File, string Format, string Packing, int Entries, long Length, long FileLength, string? Sha256, string? FileSha256,
    IReadOnlyList<string> Skipped)
{
    public static PackedArchive Of(string file, string format, Packing packing, ArchiveSummary made) => new(
        file, format, packing.ToString().ToLowerInvariant(), made.Entries, made.Length, made.FileLength, made.Sha256, made.FileSha256,
        made.Skipped);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(PackedArchive))]
internal sealed partial class PackJson : JsonSerializerContext;
