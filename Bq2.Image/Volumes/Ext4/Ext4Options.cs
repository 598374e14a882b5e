namespace Bq2.Image;

/// <summary>Options for making an ext4 volume.</summary>
public sealed record Ext4Options
{
    /// <summary>
    /// In bytes; what is left behind the last whole block stays unused. Null for the content and a quarter more, in whole MiB and at
    /// least 16 of them.
    /// </summary>
    public long? Size { get; init; }

    /// <summary>Up to sixteen bytes of UTF-8; null for none.</summary>
    public string? Label { get; init; }

    /// <summary>The volume's UUID; null to derive one from the content and size.</summary>
    public Guid? Uuid { get; init; }

    /// <summary>
    /// The time of every entry without its own, and when all of them and the volume were made: 1970-01-01 if not given. Times are
    /// kept from 1901 to 2446.
    /// </summary>
    public UnixTime Time { get; init; }

    /// <summary>1024, 2048 or 4096.</summary>
    public int BlockSize { get; init; } = 4096;

    /// <summary>
    /// How many files, folders and others the volume holds at least; null for one per 16 KiB as in mke2fs, and a quarter more than the
    /// tree has.
    /// </summary>
    public long? Inodes { get; init; }

    /// <summary>The part of the volume that only root may fill, in percent, up to 50.</summary>
    public int ReservedPercent { get; init; } = 5;

    /// <summary>
    /// Keep a journal, as large as mke2fs makes it; below 2,048 blocks there is none. Without it, a volume that was not unmounted must be
    /// checked.
    /// </summary>
    public bool HasJournal { get; init; } = true;
}
