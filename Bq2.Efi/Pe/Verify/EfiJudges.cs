namespace Bq2.Efi.Pe;

/// <summary>Who does not take an image, and under which policy. <see cref="Firmware"/> is the one that nobody gets around.</summary>
[Flags]
public enum EfiJudges
{
    /// <summary>Nobody.</summary>
    None = 0,

    /// <summary>Firmware, which nearly always is edk2: it does not load the image, or what it starts does not run.</summary>
    Firmware = 1,

    /// <summary>shim, which starts other programs under Secure Boot by a loader of its own.</summary>
    Shim = 2,

    /// <summary>shim where it also asks for NX: no memory may be both written and executed.</summary>
    ShimNx = 4,

    /// <summary>Microsoft, before it signs an image by its UEFI certificates.</summary>
    Microsoft = 8,

    /// <summary>systemd's boot loader and stub, which start kernels inside unified images by a loader of their own.</summary>
    Systemd = 16,

    /// <summary>Tools that sign, such as sbsign: they warn, or disagree about what is to be hashed.</summary>
    Signing = 32,
}
