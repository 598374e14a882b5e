namespace Bq2.Image;

/// <summary>How an L2 entry maps a range of the guest's disk.</summary>
internal enum Qcow2Kind
{
    /// <summary>The backing file's bytes; zeros if there is none.</summary>
    Unallocated,

    /// <summary>Zeros, whatever a backing file has there.</summary>
    Zero,

    Data,

    /// <summary>Compressed bytes, always for one whole cluster.</summary>
    Compressed,
}
