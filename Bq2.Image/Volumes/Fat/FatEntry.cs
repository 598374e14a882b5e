namespace Bq2.Image;

/// <summary>A file or folder found in a FAT volume.</summary>
public sealed record FatEntry : VolumeEntry
{
    /// <summary>Its 8.3 name.</summary>
    public required string ShortName { get; init; }

    internal FatCluster Cluster { get; init; }

    /// <summary>The offset in the volume of its first cluster's number.</summary>
    internal long ClusterPlace { get; init; }

    /// <summary>The same for its length, which the root folder does not have.</summary>
    internal long SizePlace => ClusterPlace - FatDirectoryEntry.ClusterOffset + FatDirectoryEntry.FileSizeOffset;

    /// <summary>Its row in its folder, and the first row of its long name before that.</summary>
    internal int Row { get; init; }

    internal int FirstRow { get; init; }

    /// <summary>Its name in messages.</summary>
    internal string Label => Path.Length == 0 ? "the root folder" : Path;

    internal static FatEntry Root(FatCluster cluster) =>
        new() { Name = "", ShortName = "",
            Path = "", Kind = EntryKind.Folder, Length = 0, Cluster = cluster, ClusterPlace = Fat32BootSector.RootClusterOffset };
}
