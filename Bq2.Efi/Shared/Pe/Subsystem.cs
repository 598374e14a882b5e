namespace Bq2.Efi.Pe;

/// <summary>What kind of UEFI program an image is; firmware picks the kind of memory by it.</summary>
public enum Subsystem : ushort
{
    /// <summary>A program that returns to firmware; its memory is freed when it does.</summary>
    EfiApplication = 10,
    /// <summary>A driver that stays loaded until an operating system takes over.</summary>
    EfiBootServiceDriver = 11,
    /// <summary>A driver that stays loaded under the operating system.</summary>
    EfiRuntimeDriver = 12,
}
