namespace Bq2.Image;

/// <summary>The containers that a disk can lie in.</summary>
public enum DiskFormat
{
    /// <summary>The bytes of the disk and nothing else.</summary>
    Raw,

    /// <summary>QEMU's QCOW2.</summary>
    Qcow2,
}
