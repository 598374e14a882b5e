namespace Bq2.Image;

/// <summary>A file or folder found in a FAT volume.</summary>
public sealed record FatEntry : VolumeEntry
{
    /// <summary>The name of eight and three characters that it has besides.</summary>
    public required string ShortName { get; init; }

    internal FatCluster Cluster { get; init; }

    /// <summary>Where in the volume the number of its first cluster stands.</summary>
    internal long ClusterPlace { get; init; }

    /// <summary>The same of its length, which the root folder has not.</summary>
    internal long SizePlace => ClusterPlace - FatDirectoryEntry.ClusterOffset + FatDirectoryEntry.FileSizeOffset;

    /// <summary>Its row in its folder, and the first of the rows of its long name before that.</summary>
    internal int Row { get; init; }

    internal int FirstRow { get; init; }

    /// <summary>What messages call it.</summary>
    internal string Label => Path.Length == 0 ? "the root folder" : Path;

    internal static FatEntry Root(FatCluster cluster) =>
        new() { Name = "", ShortName = "",
            Path = "", Kind = EntryKind.Folder, Length = 0, Cluster = cluster, ClusterPlace = Fat32BootSector.RootClusterOffset };
}
