namespace Bq2.Efi.Pe;

/// <summary>The processors that Bq2 makes programs for, by their numbers in COFF and PE headers.</summary>
public enum Machine : ushort
{
    X64 = 0x8664,
    Arm64 = 0xaa64,
}
