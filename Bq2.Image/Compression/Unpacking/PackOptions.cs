namespace Bq2.Image;

/// <summary>How an archive is packed.</summary>
public sealed record PackOptions
{
    /// <summary>With what: nothing, gzip or zstd.</summary>
    public Packing Packing { get; init; }

    /// <summary>How hard to try, in the packer's own levels; null for one that is quick and no larger than other programs' usual.</summary>
    public int? Level { get; init; }

    /// <summary>Whether to hash the archive, before and after it is packed.</summary>
    public bool Digests { get; init; }

    /// <summary>Whether to sync the file to the disk before it gets its name.</summary>
    public bool Sync { get; init; }
}
