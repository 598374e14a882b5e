using System.Text;
using Bq2.Efi.Boot;
using Bq2.Efi.Uefi;

namespace Bq2.Loader;

/// <summary>A boot entry that was read: its file's name and its text.</summary>
internal readonly unsafe struct EntryFile : IDisposable
{
    private const string Folder = "\\loader\\entries";

    private readonly PoolBuffer _buffer;   // the name, and the text behind it
    private readonly int _nameLength;

    private EntryFile(PoolBuffer buffer, int nameLength)
    {
        _buffer = buffer;
        _nameLength = nameLength;
    }

    public ReadOnlySpan<char> Name => new(_buffer.Start, _nameLength);

    public BootEntry Entry => new(_buffer.Bytes[TextOffset(_nameLength)..]);

    private bool Exists => _buffer.Start != null;

    /// <summary>
    /// Of the entries for this machine the one whose file name is greatest, character by character. One that cannot be read is
    /// mentioned and passed over.
    /// </summary>
    public static EntryFile Choose(Volume volume, out EfiStatus status)
    {
        using var folder = volume.OpenFolder(Folder, out status);
        if (status.IsError)
            return CannotReadFolder(ref status);

        using var info = PoolBuffer.Allocate(EfiFileInfo.LargestSize, out status);
        if (status.IsError)
            return default;

        EntryFile best = default;
        while (true)
        {
            status = folder.ReadNext(info, out int length);
            if (status.IsError)
            {
                best.Dispose();
                return CannotReadFolder(ref status);
            }

            if (length == 0)
                break;

            if (IsEntry(info))
                ReplaceIfBetter(ref best, folder, info);
        }

        if (!best.Exists)
        {
            status = Fault.Say(EfiStatus.NotFound, "no entry for "u8).Add(Firmware.Machine.Name).Add(" in "u8).Add(Folder)
                .Try("put a .conf file there whose architecture line is missing or says "u8, Firmware.Machine.EntryWord);
        }

        return best;
    }

    public void Dispose() => _buffer.Dispose();

    private static void ReplaceIfBetter(ref EntryFile best, OpenFile folder, PoolBuffer info)
    {
        if (best.Exists && best.Name.SequenceCompareTo(NameIn(info)) >= 0)
            return;

        var found = Read(folder, info);
        if (!found.Exists || !found.Entry.IsFor(Firmware.Machine))
        {
            found.Dispose();
            return;
        }

        best.Dispose();
        best = found;
    }

    private static EntryFile Read(OpenFile folder, PoolBuffer info)
    {
        var name = NameIn(info);
        ulong size = ((EfiFileInfo*)info.Start)->FileSize;
        if (size > BootEntry.LongestText)
        {
            Fault.Say(EfiStatus.BadBufferSize, "entry "u8).Add(name).Add(" is "u8).Add(size).Add(" bytes long, at most "u8)
                .Add(BootEntry.LongestText).Try("is it a boot entry at all?"u8);
            return default;
        }

        var buffer = PoolBuffer.Allocate(TextOffset(name.Length) + (int)size, out var status);
        if (status.IsError)
            return default;

        name.CopyTo(new(buffer.Start, name.Length));
        using var file = folder.Open((char*)(info.Start + EfiFileInfo.Size), out status);
        if (!status.IsError)
            status = file.Read(buffer.Start + TextOffset(name.Length), size);
        if (!status.IsError)
            return new(buffer, name.Length);

        Fault.Say(status, "cannot read entry "u8).Add(name).Because().Try("check the volume with fsck.fat"u8);
        buffer.Dispose();
        return default;
    }

    private static bool IsEntry(PoolBuffer info)
    {
        var name = NameIn(info);
        return (((EfiFileInfo*)info.Start)->Attribute & FileTraits.Directory) == 0
            && name.Length > 5
            && Ascii.EqualsIgnoreCase(".conf"u8, name[^5..]);
    }

    private static ReadOnlySpan<char> NameIn(PoolBuffer info)
    {
        var name = new ReadOnlySpan<char>(info.Start + EfiFileInfo.Size, (info.Length - EfiFileInfo.Size) / sizeof(char));
        int end = name.IndexOf('\0');
        return end < 0 ? name : name[..end];
    }

    private static int TextOffset(int nameLength) => nameLength * sizeof(char);

    private static EntryFile CannotReadFolder(ref EfiStatus status)
    {
        status = Fault.Say(status, "cannot read "u8).Add(Folder).Because()
            .Try("put a boot entry there: a file linux.conf with the line: linux /PATH-OF-THE-KERNEL"u8);
        return default;
    }
}
