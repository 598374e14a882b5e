namespace Bq2.Image;

/// <summary>The result of writing an archive.</summary>
/// <param name="Length">Its length before it is packed.</param>
/// <param name="FileLength">Its length as written.</param>
/// <param name="Entries">How many entries it has.</param>
/// <param name="Skipped">The paths of sockets, which no archive holds.</param>
/// <param name="Sha256">The hash of the archive before it is packed; null if it was not asked for.</param>
/// <param name="FileSha256">The hash of what was written; null likewise.</param>
public sealed record ArchiveSummary(
    long Length, long FileLength, int Entries, IReadOnlyList<string> Skipped, string? Sha256, string? FileSha256);
