namespace Bq2.Image;

/// <summary>What an L2 entry makes of a stretch of the guest's disk.</summary>
internal enum Qcow2Kind
{
    /// <summary>The backing file's bytes; zeros where there is none.</summary>
    Unallocated,

    /// <summary>Zeros, whatever a backing file has there.</summary>
    Zero,

    Data,

    /// <summary>Packed bytes, which always stand for one whole cluster.</summary>
    Compressed,
}
