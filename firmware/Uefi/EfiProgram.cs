using Internal.Runtime;

namespace Bq2.Efi.Uefi;

/// <summary>What firmware passed to this program at its start.</summary>
public static unsafe class EfiProgram
{
    /// <summary>The program's own handle.</summary>
    public static EfiHandle Image => new((void*)Firmware.Image);

    public static SystemTable* SystemTable => (SystemTable*)Firmware.Table;
}
