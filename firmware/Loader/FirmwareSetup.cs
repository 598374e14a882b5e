using Bq2.Efi.Uefi;

namespace Bq2.Loader;

/// <summary>Resets that people ask for, including the one into the firmware's setup.</summary>
internal static unsafe class FirmwareSetup
{
    private const ulong BootToSetup = 1;

    private static EfiGuid Global => new(0x8be4df61, 0x93ca, 0x11d2, 0xaa0d, 0x00e098032b8c);

    public static bool IsOffered => (Read("OsIndicationsSupported"u8) & BootToSetup) != 0;

    public static void Enter()
    {
        ulong wishes = Read("OsIndications"u8) | BootToSetup;
        Variable.Write("OsIndications"u8, Global, Variable.Lasting, &wishes, sizeof(ulong));
        Reset(ResetType.Cold);
    }

    public static void Reset(ResetType type) =>
        Firmware.Call(type, EfiStatus.Success, 0, null, Firmware.Table->RuntimeServices->ResetSystem);

    private static ulong Read(Words name)
    {
        ulong value = 0;
        return Variable.Read(name, Global, &value, sizeof(ulong)) == sizeof(ulong) ? value : 0;
    }
}
