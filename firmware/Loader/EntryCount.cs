using Bq2.Efi.Boot;
using Bq2.Efi.Uefi;

namespace Bq2.Loader;

/// <summary>Counts a try by renaming the entry's file before the try is made, since the machine may hang.</summary>
internal static unsafe class EntryCount
{
    private const int MaxNameLength = 255;

    /// <summary>A volume that cannot be written can still be booted from.</summary>
    public static void TakeOne(Entry entry)
    {
        if (!entry.Count.IsCounting || entry.Count.IsBad)
            return;

        var room = Scratch.Bytes(3 * MaxNameLength);
        var next = new Utf8Writer(room);
        entry.Count.WriteNext(entry.FileName, ref next);
        var status = Rename(entry, next.Written);
        if (!status.IsError)
        {
            entry.SetFileName(next.Written);
            return;
        }

        Fault.Say(status, "note: cannot count this try of entry "u8).AddText(entry.FileName).Because()
            .Try("make the volume writable, or take the counters out of the file's name"u8);
    }

    private static EfiStatus Rename(Entry entry, ReadOnlySpan<byte> name)
    {
        var room = Scratch.Chars(EfiPath.MaxPathLength);
        if (EfiPath.Write(entry.Path, room, out _) != TextFault.None)
            return EfiStatus.InvalidParameter;

        var file = entry.Volume.Open(room, FileUse.ReadWrite, out var status);
        if (status.IsError)
            return status;

        // The file is open, so the buffer of its path is free for the new name.
        var target = new Utf16Writer(room);
        target.Add(name);
        status = target.Fault != TextFault.None || target.Length > MaxNameLength
            ? EfiStatus.InvalidParameter
            : file.Rename(room[..target.Length]);
        file.Dispose();
        return status;
    }
}
