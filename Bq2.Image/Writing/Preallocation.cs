namespace Bq2.Image;

/// <summary>What is allocated in a new image, with the names of qemu-img.</summary>
public enum Preallocation
{
    /// <summary>Only what holds data.</summary>
    Off,

    /// <summary>QCOW2 only: every cluster has its place in the file, but takes no space on the disk yet.</summary>
    Metadata,

    /// <summary>The file system reserves space for everything; no zeros are written.</summary>
    Falloc,

    /// <summary>Zeros are written wherever there is no data.</summary>
    Full,
}
