using System.Runtime.InteropServices;
using Bq2.Efi.Boot;
using Bq2.Efi.Uefi;

namespace Bq2.Loader;

/// <summary>Starts Linux from the volume that this program came from, according to a boot entry there.</summary>
internal static unsafe class EfiMain
{
    // How long a key must be held to be seen, in milliseconds; and how long the menu waits by default.
    private const int HiddenPatience = 50;
    private const int UsualTimeout = 5;

    [UnmanagedCallersOnly(EntryPoint = "EfiMain")]
    internal static EfiStatus Main(EfiHandle image, SystemTable* table)
    {
        Firmware.Enter(image, table);
        Variable.WriteNumber("LoaderTimeInitUSec"u8, Clock.Now);
        var status = Boot();
        PoolBuffer.FreeAll();
        return status;
    }

    /// <summary>
    /// The whole boot, step by step. A step that fails has printed why, and its status goes to the firmware, which tries the next thing it
    /// can boot. What earlier steps took is released in reverse order on the way out.
    /// </summary>
    private static EfiStatus Boot()
    {
        Firmware.StopWatchdog();

        using var volume = Volume.OfLoader(out var status);
        if (status.IsError)
            return status;

        using var extended = VolumePath.OpenExtendedBoot(volume);
        var settings = Settings.Read(volume, out status);
        if (status.IsError)
            return status;

        var entries = Entries.Read(volume, extended, settings.Config, out status);
        if (status.IsError)
            return status;

        Announcement.Make(volume, entries);
        return TryEntries(volume, entries, settings);
    }

    /// <summary>
    /// Starts the chosen entry, and if that fails, the next one; if a person chose it, asks again.
    /// </summary>
    private static EfiStatus TryEntries(Volume volume, Entries entries, Settings settings)
    {
        int chosen = settings.Choose(entries);
        bool asks = IsMenuWanted(entries, settings, chosen, out long seconds), byHand = false;
        while (true)
        {
            if (asks)
                chosen = Menu.Ask(entries, settings, chosen, seconds, out byHand);
            if (chosen < 0)
                return asks ? EfiStatus.Aborted : SayNothingToStart(entries);

            var status = Start(volume, entries[chosen], settings);
            entries[chosen].HasFailed = true;
            asks = byHand;
            if (byHand)
            {
                WaitForReader();
                seconds = -1;
                continue;
            }

            chosen = entries.FirstUntried();
            if (chosen < 0)
                return GiveUp(settings, status);
            Console.Say("bq2: trying the next entry: "u8);
            Console.Write(entries[chosen].FileName);
            Console.EndLine();
        }
    }

    private static EfiStatus Start(Volume loader, Entry entry, Settings settings)
    {
        switch (entry.Kind)
        {
            case EntryKind.Setup: FirmwareSetup.Enter(); break;
            case EntryKind.PowerOff: FirmwareSetup.Reset(ResetType.Shutdown); break;
            case EntryKind.Restart: FirmwareSetup.Reset(ResetType.Cold); break;
        }

        EntryCount.TakeOne(entry);
        Announcement.TellSelected(entry);
        Save(entry, settings);
        if (entry.Kind != EntryKind.Other)
            RandomSeed.Offer(loader);

        using var tree = DeviceTree.Offer(entry, out var status);
        if (status.IsError)
            return status;

        using var initrd = Initrd.Offer(entry, out status);
        if (status.IsError)
            return status;

        var kernel = Kernel.Load(entry, out status);
        return status.IsError ? status : kernel.Start(entry, initrd);
    }

    /// <summary>For @saved. A choice for one boot is not saved, and an unchanged value is not written again.</summary>
    private static void Save(Entry entry, Settings settings)
    {
        if (Glob.Matches(settings.OneShot, entry.Id) && !settings.OneShot.IsEmpty)
            return;

        if (!settings.SavesEntry)
        {
            if (!settings.Saved.IsEmpty)
                Variable.Delete("LoaderEntryLastBooted"u8);
        }
        else if (!settings.Saved.SequenceEqual(entry.Id))
        {
            Variable.WriteText("LoaderEntryLastBooted"u8, entry.Id, Variable.Lasting);
        }
    }

    private static bool IsMenuWanted(Entries entries, Settings settings, int chosen, out long seconds)
    {
        seconds = -1;
        var timeout = settings.Timeout;
        if (!Screen.Exists || !Keyboard.Exists || timeout.IsDisabled || entries.Count == 0)
            return false;
        if (timeout.IsForced || chosen < 0 && entries[0].Problem == EntryProblem.None)
            return true;

        seconds = timeout.IsUnset && entries.CountCandidates() > 1 ? UsualTimeout : timeout.Seconds;
        if (seconds > 0)
            return true;

        seconds = -1;
        return Keyboard.TryRead(HiddenPatience, out _);
    }

    private static EfiStatus SayNothingToStart(Entries entries)
    {
        for (int i = 0; i < entries.Count; i++)
        {
            if (entries[i].Problem == EntryProblem.None)
                continue;
            Console.Say("bq2: entry "u8);
            Console.Write(entries[i].FileName);
            Console.Say(" is skipped: "u8);
            entries[i].SayProblem();
            Console.EndLine();
        }

        return Fault.Say(EfiStatus.NotFound, "no entry for "u8).AddText(Firmware.Machine.Name)
            .Add(" in \\loader\\entries or \\EFI\\Linux"u8)
            .Try("put a boot entry there: a file linux.conf with the line: linux /PATH-OF-THE-KERNEL"u8);
    }

    private static void WaitForReader()
    {
        Console.Say("bq2: press a key to see the menu again"u8);
        Console.EndLine();
        while (!Keyboard.TryRead(60_000, out _))
        {
        }
    }

    private static EfiStatus GiveUp(Settings settings, EfiStatus status)
    {
        if (settings.Config.RebootOnError)
        {
            Console.Say("bq2: restarting in 10 s"u8);
            Console.EndLine();
            Firmware.Call(10_000_000, Firmware.Boot->Stall);
            FirmwareSetup.Reset(ResetType.Cold);
        }

        return status;
    }
}
