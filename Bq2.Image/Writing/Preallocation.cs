namespace Bq2.Image;

/// <summary>What of an image is there before a guest writes to it, in qemu-img's words.</summary>
public enum Preallocation
{
    /// <summary>Nothing but what holds data.</summary>
    Off,

    /// <summary>QCOW2 only: every cluster has its place in the file, but takes no room of the disk yet.</summary>
    Metadata,

    /// <summary>The file system keeps room for everything; no zeros are written.</summary>
    Falloc,

    /// <summary>Zeros are written wherever there is no data.</summary>
    Full,
}
