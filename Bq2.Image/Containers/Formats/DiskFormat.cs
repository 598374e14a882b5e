namespace Bq2.Image;

/// <summary>The containers of a disk.</summary>
public enum DiskFormat
{
    /// <summary>Only the bytes of the disk.</summary>
    Raw,

    /// <summary>QEMU's QCOW2.</summary>
    Qcow2,
}
