namespace Bq2.Efi.Pe;

/// <summary>Whose rule it is that a finding is about.</summary>
[Flags]
public enum RuleMakers
{
    None = 0,

    /// <summary>edk2, from which nearly all firmware is made.</summary>
    Edk2 = 1,

    /// <summary>shim, which starts what is signed for Linux under Secure Boot.</summary>
    Shim = 2,

    /// <summary>systemd's boot loader, stub and ukify.</summary>
    Systemd = 4,

    /// <summary>Microsoft, for what is to be signed by its UEFI certificates.</summary>
    Microsoft = 8,

    /// <summary>The PE format itself; what breaks these rules cannot work, or works by luck.</summary>
    Format = 16,
}
