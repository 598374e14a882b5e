namespace Bq2.Image;

/// <summary>Incompatible features: a reader that does not know a set bit must not open the image.</summary>
[Flags]
internal enum Qcow2Features : ulong
{
    None = 0,
    Dirty = 1,                           // refcounts may be wrong; data and mapping are not
    Corrupt = 2,                         // must not be written to
    ExternalData = 4,
    CompressionType = 8,
    ExtendedL2 = 16,
    Known = Dirty | Corrupt | ExternalData | CompressionType | ExtendedL2,
}

/// <summary>Compatible features, which a reader may ignore.</summary>
[Flags]
internal enum Qcow2Compatible : ulong
{
    None = 0,
    LazyRefcounts = 1,                   // refcounts may lag while the dirty bit is set
}

/// <summary>Autoclear features: a writer that does not know a bit clears it.</summary>
[Flags]
internal enum Qcow2Autoclear : ulong
{
    None = 0,
    Bitmaps = 1,                         // the bitmaps match the disk's content
    RawExternalData = 2,                 // the external data file is a raw disk by itself
}
