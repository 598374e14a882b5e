namespace Bq2.Image;

/// <summary>A file or folder found in a FAT volume.</summary>
public sealed record FatEntry
{
    public required string Name { get; init; }

    /// <summary>The name of eight and three characters that it has besides.</summary>
    public required string ShortName { get; init; }

    /// <summary>The names from the root on, joined by "/".</summary>
    public required string Path { get; init; }

    public required bool IsFolder { get; init; }

    /// <summary>Bytes; 0 for a folder.</summary>
    public required long Length { get; init; }

    /// <summary>As UTC, for FAT does not say; null where the volume holds no valid time.</summary>
    public DateTimeOffset? Modified { get; init; }

    internal FatCluster Cluster { get; init; }

    /// <summary>Where in the volume the number of its first cluster stands.</summary>
    internal long ClusterPlace { get; init; }

    /// <summary>Its row in its folder, and the first of the rows of its long name before that.</summary>
    internal int Row { get; init; }

    internal int FirstRow { get; init; }

    /// <summary>What messages call it.</summary>
    internal string Label => Path.Length == 0 ? "the root folder" : Path;

    internal static FatEntry Root(FatCluster cluster) =>
        new() { Name = "", ShortName = "", Path = "", IsFolder = true, Length = 0, Cluster = cluster, ClusterPlace = Fat32BootSector.RootClusterOffset };
}
