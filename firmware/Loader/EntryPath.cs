using Bq2.Efi.Boot;
using Bq2.Efi.Uefi;

namespace Bq2.Loader;

/// <summary>The files that an entry names, on the entry's own volume.</summary>
internal static unsafe class EntryPath
{
    public static OpenFile Open(ReadOnlySpan<byte> path, Entry entry, out EfiStatus status)
    {
        var name = Scratch.Chars(EfiPath.MaxPathLength);
        var fault = EfiPath.Write(path, name, out _);
        if (fault != TextFault.None)
        {
            status = Fault.Say(EfiStatus.InvalidParameter, "cannot read "u8).AddPath(path).In(entry)
                .Because(fault == TextFault.NotUtf8 ? "the path is not UTF-8"u8 : "the path is too long"u8)
                .Try("write the path as /folder/file, in UTF-8, with less than 300 characters"u8);
            return default;
        }

        var file = entry.Volume.Open(name, FileUse.Read, out status);
        if (status.IsError)
            CannotRead(status, path, entry);
        return file;
    }

    /// <summary>Whether the file exists; <paramref name="name"/> is a buffer for its path.</summary>
    public static bool Exists(ReadOnlySpan<byte> path, Volume volume, Span<char> name)
    {
        if (EfiPath.Write(path, name, out _) != TextFault.None)
            return false;

        var file = volume.Open(name, FileUse.Read, out var status);
        file.Dispose();
        return !status.IsError;
    }

    /// <summary>The fault of a file that an entry names and that cannot be opened or read.</summary>
    public static EfiStatus CannotRead(EfiStatus status, ReadOnlySpan<byte> path, Entry entry) =>
        Fault.Say(status, "cannot read "u8).AddPath(path).In(entry).Because().Try(status switch
        {
            EfiStatus.NotFound => "put the file on the volume that the entry is on, or correct its path in the entry"u8,
            EfiStatus.AccessDenied => "name a file in the entry, not a folder"u8,
            EfiStatus.VolumeCorrupted => "check the volume with fsck.fat"u8,
            EfiStatus.EndOfFile => "the file is shorter than its folder says: check the volume with fsck.fat"u8,
            EfiStatus.OutOfResources => "give the machine more memory"u8,
            _ => "look at the disk that bq2 was started from"u8,
        });
}
