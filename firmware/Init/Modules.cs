using Bq2.Efi.Linux;

namespace Bq2.Init;

/// <summary>Loads the kernel modules that the initrd brings. Whether one was needed is seen later, so none of them ends the boot.</summary>
internal static class Modules
{
    private const int LargestList = 1 << 20;
    private const int UnpackFlag = 4;   // MODULE_INIT_COMPRESSED_FILE

    public static void Load()
    {
        var list = new ModuleList(File.ReadAll("/lib/modules/load"u8, LargestList, out nint error));
        if (error < 0 && error != -Errno.NotFound)
            Fault.Say("cannot read /lib/modules/load"u8).Because(error).GoOn();

        bool isAbsent = false;
        while (list.MoveNext())
        {
            int mark = Memory.Mark;
            Load(CText.Join(list.Path), CText.Join(list.Parameters), list.IsPacked, ref isAbsent);
            Memory.ReturnTo(mark);
        }
    }

    /// <param name="path">The module.</param>
    /// <param name="parameters">What follows it in the list.</param>
    /// <param name="isPacked">Whether the kernel has to unpack it.</param>
    /// <param name="isAbsent">
    /// Whether a module was for hardware that this machine does not have, as most of them are: nothing to speak of, and what needs it
    /// cannot be loaded either.
    /// </param>
    private static void Load(CText path, CText parameters, bool isPacked, ref bool isAbsent)
    {
        using var file = Linux.Open(path);
        if (!file.IsOpen)
        {
            Fault.Say("cannot open the module "u8).Add(path).Because(file.Number).GoOn();
            return;
        }

        nint error = Linux.LoadModule(file, parameters, isPacked ? UnpackFlag : 0);
        isAbsent |= error == -Errno.NoDevice;
        if (error >= 0 || error is -Errno.Exists or -Errno.NoDevice || (isAbsent && error == -Errno.NotFound))
            return;

        var fault = Fault.Say("cannot load the module "u8).Add(path).Because(error);
        if (error == -Errno.NotFound)
            fault.Add(": another module has to be loaded before it"u8);
        else if (isPacked)
            fault.Add(": it is packed, which this kernel may not support"u8);
        fault.GoOn();
    }
}
