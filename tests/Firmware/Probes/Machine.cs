using Bq2.Efi.Uefi;

internal static unsafe class Machine
{
    public static void PowerOff() =>
        EfiProgram.SystemTable->RuntimeServices->ResetSystem(ResetType.Shutdown, EfiStatus.Success, 0, null);
}
