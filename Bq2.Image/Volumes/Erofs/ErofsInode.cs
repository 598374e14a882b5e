namespace Bq2.Image;

/// <summary>An inode as read, in either form.</summary>
internal sealed record ErofsInode
{
    public required ulong Nid { get; init; }

    /// <summary>Its offset in the volume.</summary>
    public required long Offset { get; init; }

    public required EntryKind Kind { get; init; }

    public required ErofsDataLayout Layout { get; init; }

    /// <summary>Permissions only.</summary>
    public required int Mode { get; init; }

    public required long Length { get; init; }

    /// <summary>The first block of the data, the number of a device, the format of chunks, or how many blocks are compressed.</summary>
    public required uint Place { get; init; }

    public required uint User { get; init; }

    public required uint Group { get; init; }

    public required UnixTime Time { get; init; }

    public required uint Links { get; init; }

    /// <summary>Where its extended attributes begin, and how many bytes they take.</summary>
    public required long XattrOffset { get; init; }

    public required int XattrLength { get; init; }

    /// <summary>The end of the inode and its attributes, where other things may follow.</summary>
    public long HeadEnd => XattrOffset + XattrLength;
}
