using Internal.Runtime;

namespace Bq2.Efi.Uefi;

/// <summary>What firmware gave this program at its start.</summary>
public static unsafe class EfiProgram
{
    /// <summary>The program itself, as firmware knows it.</summary>
    public static EfiHandle Image => new((void*)Firmware.Image);

    public static SystemTable* SystemTable => (SystemTable*)Firmware.Table;
}
