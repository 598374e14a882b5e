using Bq2.Efi.Boot;
using Bq2.Efi.Pe;
using Bq2.Efi.Uefi;

namespace Bq2.Loader;

/// <summary>What firmware gave us at the start, and its services.</summary>
internal static unsafe partial class Firmware
{
    public static EfiHandle Image { get; private set; }

    public static SystemTable* Table { get; private set; }

    public static BootServices* Boot => Table->BootServices;

    /// <summary>
    /// The machine this program was compiled for, from its own header. One assembly becomes both programs, so it cannot be a constant.
    /// </summary>
    public static Machine Machine { get; private set; }

    public static void Enter(EfiHandle image, SystemTable* table)
    {
        Image = image;
        Table = table;
        Environment.OnFailFast = &Leave;
        Machine = ReadOwnMachine();
    }

    /// <summary>Turns the watchdog off: it resets a machine that takes more than five minutes to boot, as with a large initrd.</summary>
    public static void StopWatchdog() => Call(0, 0, 0, null, Boot->SetWatchdogTimer);

    /// <summary>The protocol's functions on a handle.</summary>
    public static T* Open<T>(EfiHandle handle, out EfiStatus status) where T : unmanaged, IEfiProtocol
    {
        var guid = T.Guid;
        void* protocol = null;
        status = Call(handle, &guid, &protocol, Boot->HandleProtocol);
        return (T*)protocol;
    }

    /// <summary>A table for the kernel that firmware or an earlier loader left; null if there is none.</summary>
    public static void* FindTable(EfiGuid vendor)
    {
        for (nuint i = 0; i < Table->TableEntryCount; i++)
        {
            if (Table->ConfigurationTable[i].Vendor.Equals(vendor))
                return Table->ConfigurationTable[i].Table;
        }

        return null;
    }

    private static Machine ReadOwnMachine()
    {
        var self = Open<LoadedImage>(Image, out var status);
        if (status.IsError)
            return default;

        KernelImage.Read(new(self->ImageBase, KernelImage.HeaderBytes), out var header);
        return header.Machine;
    }

    /// <summary>
    /// Ends a program that has a bug. It returns if firmware does not let us exit: while a kernel asks for its initrd.
    /// </summary>
    private static void Leave(string? message)
    {
        Console.EndLine();
        Console.Say("bq2: "u8);
        Console.Write(message);
        Console.Say(" (a bug in bq2)"u8);
        Console.EndLine();
        Call(Image, EfiStatus.Aborted, 0, null, Boot->Exit);
    }
}
