namespace Bq2.Efi.Pe;

/// <summary>The processors that Bq2 makes programs for, by their numbers in COFF and PE headers.</summary>
public enum Machine : ushort
{
    /// <summary>x86_64, also called amd64.</summary>
    X64 = 0x8664,
    /// <summary>aarch64, also called arm64.</summary>
    Arm64 = 0xaa64,
}
