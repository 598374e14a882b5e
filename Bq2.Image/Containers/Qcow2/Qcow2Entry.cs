namespace Bq2.Image;

/// <summary>The bits of L1 and L2 table entries.</summary>
internal static class Qcow2Entry
{
    /// <summary>The refcount of the target is exactly one, so it may be written in place.</summary>
    public const ulong Copied = 1UL << 63;

    public const ulong Compressed = 1UL << 62;

    /// <summary>Version 3, L2 only: the cluster reads as zeros, whatever it points to.</summary>
    public const ulong Zero = 1;

    /// <summary>Bits 9 to 55: the offset of the table or cluster in the file.</summary>
    public const ulong OffsetMask = 0x00ff_ffff_ffff_fe00;

    /// <summary>The bits that must be zero in an L1 entry; an L2 entry also uses bit 0.</summary>
    public const ulong Reserved = ~(Copied | OffsetMask);
}
