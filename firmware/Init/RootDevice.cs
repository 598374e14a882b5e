using Bq2.Efi.Linux;

namespace Bq2.Init;

/// <summary>Waits for the root's device, which the kernel may find only seconds after it started us.</summary>
internal static class RootDevice
{
    private const int Pause = 10;

    // Devices are looked through again when there are others, and this often, in milliseconds: a first look may have come too early.
    private const int Patience = 500;

    public static BlockDevice Find(in BootWishes wishes)
    {
        if (wishes.Root.IsEmpty)
        {
            Fault.Say("the kernel's command line has no root="u8)
                .Try("add root=PARTUUID=... or root=/dev/..., or roothash=..."u8);
        }

        return Find(wishes.Root, wishes.Timeout);
    }

    public static BlockDevice Find(ReadOnlySpan<byte> wish, long timeout)
    {
        var name = RootName.Parse(wish);
        if (name.Kind == RootKind.Unknown)
        {
            Fault.Say("root="u8).AddText(wish).Add(" is not a name of a device"u8)
                .Try("write /dev/NAME, PARTUUID=, PARTLABEL=, UUID= or LABEL="u8);
        }

        long end = Linux.Now + timeout * 1000, last = 0;
        for (ulong seen = 0; ;)
        {
            int mark = Memory.Mark;
            ulong sum = DeviceList.Sum();
            bool isDue = sum != seen || Linux.Now - last >= Patience;
            if (isDue && DeviceList.TryFind(name, out var device))
                return device;
            if (isDue)
                (seen, last) = (sum, Linux.Now);
            Memory.ReturnTo(mark);
            if (Linux.Now >= end)
                GiveUp(wish, timeout);
            Linux.Sleep(Pause);
        }
    }

    private static void GiveUp(ReadOnlySpan<byte> wish, long timeout)
    {
        Fault.Say("there is no device "u8).AddText(wish).Add(" after "u8).Add((ulong)timeout).Add(" s; there are:"u8).GoOn();
        if (!DeviceList.Show())
            Fault.Say("  none at all"u8).GoOn();
        Fault.Say("cannot find the root file system"u8)
            .Try("correct root=, wait longer with bq2.timeout=SECONDS, or put the disk's driver into the initrd"u8);
    }
}
