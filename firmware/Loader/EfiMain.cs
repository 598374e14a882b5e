using System.Runtime.InteropServices;
using Bq2.Efi.Uefi;

namespace Bq2.Loader;

/// <summary>Starts Linux from the volume that this program came from, as a boot entry there says.</summary>
internal static unsafe class EfiMain
{
    [UnmanagedCallersOnly(EntryPoint = "EfiMain")]
    internal static EfiStatus Main(EfiHandle image, SystemTable* table)
    {
        Firmware.Enter(image, table);
        return Boot();
    }

    /// <summary>
    /// The whole boot, step by step. A step that fails has said why, and the status goes back to the firmware, which tries
    /// whatever it would boot next. What the steps before it took is given back in reverse order on the way out.
    /// </summary>
    private static EfiStatus Boot()
    {
        Firmware.StopWatchdog();

        using var volume = Volume.OfLoader(out var status);
        if (status.IsError)
            return status;

        using var entry = EntryFile.Choose(volume, out status);
        if (status.IsError)
            return status;

        using var initrd = Initrd.Offer(volume, entry, out status);
        if (status.IsError)
            return status;

        var kernel = Kernel.Load(volume, entry, out status);
        if (status.IsError)
            return status;

        return kernel.Start(entry);
    }
}
