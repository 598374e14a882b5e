namespace Bq2.Image;

/// <summary>What an image asks of its reader. One who does not know a bit that is set must leave the image alone.</summary>
[Flags]
internal enum Qcow2Features : ulong
{
    None = 0,
    Dirty = 1,                           // counts may be wrong; data and mapping are not
    Corrupt = 2,                         // must not be written to
    ExternalData = 4,
    CompressionType = 8,
    ExtendedL2 = 16,
    Known = Dirty | Corrupt | ExternalData | CompressionType | ExtendedL2,
}

/// <summary>What a reader may ignore.</summary>
[Flags]
internal enum Qcow2Compatible : ulong
{
    None = 0,
    LazyRefcounts = 1,                   // counts may lag behind while the dirty bit is set
}

/// <summary>What holds only until a writer that does not know it has been here: it clears the bit.</summary>
[Flags]
internal enum Qcow2Autoclear : ulong
{
    None = 0,
    Bitmaps = 1,                         // the bitmaps fit the disk's content
    RawExternalData = 2,                 // the external data file by itself is the disk
}
