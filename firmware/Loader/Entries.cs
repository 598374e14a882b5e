using Bq2.Efi.Boot;
using Bq2.Efi.Pe;
using Bq2.Efi.Uefi;

namespace Bq2.Loader;

/// <summary>All lines of the menu: entries to boot in the specification's order, then what else was found, then what is skipped.</summary>
internal unsafe struct Entries
{
    private const string FileFolder = "\\loader\\entries";
    private const string UkiFolder = "\\EFI\\Linux";

    /// <summary>Nobody could choose among more.</summary>
    private const int Max = 1000;

    private PoolBuffer _list;

    public int Count { get; private set; }

    public readonly Entry this[int index] => ((Entry*)_list.Start)[index];

    /// <summary>Reads the entries of both volumes.</summary>
    public static Entries Read(Volume loader, Volume extended, LoaderConfig config, out EfiStatus status)
    {
        var entries = new Entries { _list = PoolBuffer.Allocate(Max * sizeof(Entry), out status) };
        if (status.IsError)
            return entries;

        entries.AddFiles(loader);
        entries.AddUkis(loader);
        if (extended.Exists)
        {
            entries.AddFiles(extended);
            entries.AddUkis(extended);
        }

        entries.AddOthers(loader, config);
        return entries;
    }

    /// <summary>The first entry whose id matches the pattern and which can be started; -1 if there is none.</summary>
    public readonly int Find(ReadOnlySpan<byte> pattern)
    {
        for (int i = 0; i < Count && !pattern.IsEmpty; i++)
        {
            if (this[i].Problem == EntryProblem.None && Glob.Matches(pattern, this[i].Id))
                return i;
        }

        return -1;
    }

    /// <summary>The first entry that was not tried yet; -1 if all were.</summary>
    public readonly int FirstUntried()
    {
        for (int i = 0; i < Count; i++)
        {
            if (this[i].IsCandidate && !this[i].HasFailed)
                return i;
        }

        return -1;
    }

    public readonly int CountCandidates()
    {
        int count = 0;
        for (int i = 0; i < Count; i++)
        {
            if (this[i].IsCandidate)
                count++;
        }

        return count;
    }

    private void AddFiles(Volume volume)
    {
        using var folder = volume.Open(FileFolder, out var status);
        if (status.IsError)
            return;

        var text = PoolBuffer.Allocate(BootEntry.MaxTextLength, out status);
        var name = Scratch.Chars(EfiPath.MaxPathLength);
        var reader = FolderReader.Of(folder, ".conf"u8, ref status);
        while (reader.MoveNext(status))
        {
            var problem = ReadText(folder, reader, text, out int length);
            var entry = new BootEntry(text.Bytes[..length]);
            if (problem == EntryProblem.None)
                problem = entry.ProblemOn(Firmware.Machine);
            if (problem == EntryProblem.None && !EntryPath.Exists(entry.Program, volume, name))
                problem = EntryProblem.Missing;
            Add(Entry.Make(volume, EntryKind.File, problem, reader.Name, text.Bytes[..length], out status));
        }
    }

    private static EntryProblem ReadText(OpenFile folder, scoped in FolderReader reader, PoolBuffer text, out int length)
    {
        length = 0;
        if (reader.Size > BootEntry.MaxTextLength)
            return EntryProblem.TooLong;

        var file = folder.Open(reader.FirmwareName, FileUse.Read, out var status);
        if (!status.IsError)
            status = file.Read(text.Start, reader.Size);
        file.Dispose();
        if (status.IsError)
            return EntryProblem.Unreadable;

        length = (int)reader.Size;
        return EntryProblem.None;
    }

    private void AddUkis(Volume volume)
    {
        using var folder = volume.Open(UkiFolder, out var status);
        if (status.IsError)
            return;

        var text = PoolBuffer.Allocate(BootEntry.MaxTextLength, out status);
        var reader = FolderReader.Of(folder, ".efi"u8, ref status);
        while (reader.MoveNext(status))
        {
            var file = folder.Open(reader.FirmwareName, FileUse.Read, out var opened);
            var writer = new Utf8Writer(text.Bytes);
            if (!opened.IsError && UkiFile.TryDescribe(file, reader.Name, ref writer, out var problem))
                Add(Entry.Make(volume, EntryKind.Uki, problem, reader.Name, writer.Written, out status));
            file.Dispose();
        }
    }

    private void AddOthers(Volume loader, LoaderConfig config)
    {
        if (config.AutoEntries)
        {
            AddProgram(loader, "\\EFI\\Microsoft\\Boot\\bootmgfw.efi", "auto-windows"u8,
                "title Windows Boot Manager\nefi /EFI/Microsoft/Boot/bootmgfw.efi"u8);
            if (Firmware.Machine == Machine.X64)
                AddProgram(loader, "\\shellx64.efi", "auto-efi-shell"u8, "title EFI Shell\nefi /shellx64.efi"u8);
            else
                AddProgram(loader, "\\shellaa64.efi", "auto-efi-shell"u8, "title EFI Shell\nefi /shellaa64.efi"u8);
        }

        if (config.AutoFirmware && FirmwareSetup.IsOffered)
            AddOther(default, EntryKind.Setup, "auto-reboot-to-firmware-setup"u8, "title Reboot Into Firmware Interface"u8);
        if (config.AutoPoweroff)
            AddOther(default, EntryKind.PowerOff, "auto-poweroff"u8, "title Power Off The System"u8);
        if (config.AutoReboot)
            AddOther(default, EntryKind.Restart, "auto-reboot"u8, "title Reboot The System"u8);
    }

    private void AddProgram(Volume volume, string path, ReadOnlySpan<byte> id, ReadOnlySpan<byte> text)
    {
        var file = volume.Open(path, out var status);
        file.Dispose();
        if (!status.IsError)
            AddOther(volume, EntryKind.Other, id, text);
    }

    private void AddOther(Volume volume, EntryKind kind, ReadOnlySpan<byte> id, ReadOnlySpan<byte> text) =>
        Add(Entry.Make(volume, kind, EntryProblem.None, id, text, out _));

    /// <summary>Inserts each new one in order.</summary>
    private void Add(Entry entry)
    {
        if (!entry.Exists || Count == Max)
            return;

        var list = (Entry*)_list.Start;
        int low = 0, high = Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (Compare(entry, list[middle]) < 0)
                high = middle;
            else
                low = middle + 1;
        }

        for (int i = Count; i > low; i--)
            list[i] = list[i - 1];
        list[low] = entry;
        Count++;
    }

    private static int Compare(Entry a, Entry b)
    {
        int order = GroupOf(a) - GroupOf(b);
        return order != 0 || GroupOf(a) == 1 ? order : EntryRank.Compare(a.Rank, b.Rank);
    }

    // Entries that can be booted, sorted; other systems in the order they were found; skipped entries.
    private static int GroupOf(Entry entry) => entry.IsCandidate ? 0 : entry.Problem == EntryProblem.None ? 1 : 2;
}
