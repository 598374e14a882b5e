using Bq2.Efi.Boot;
using Bq2.Efi.Uefi;

namespace Bq2.Loader;

/// <summary>A unified kernel image: a kernel and its description in one file.</summary>
internal static class UkiFile
{
    // Longer os-release texts and command lines are ignored.
    private const int MaxSectionLength = 8 << 10;

    /// <summary>Writes the entry for the image; false if it is not a unified kernel image.</summary>
    public static bool TryDescribe(OpenFile file, scoped ReadOnlySpan<byte> name, ref Utf8Writer entry, out EntryProblem problem)
    {
        problem = EntryProblem.None;
        ulong size = file.Size(out var status);
        if (status.IsError)
            return false;

        var head = Scratch.Bytes(KernelImage.HeaderBytes);
        if (size < (ulong)head.Length)
            head = head[..(int)size];
        if (!file.TryReadAt(0, head))
            return false;

        var buffer = PoolBuffer.Allocate(2 * MaxSectionLength, out status);
        var sections = new PeSections(head);
        if (status.IsError)
            return false;

        int systemLength = ReadSection(file, sections, ".osrel"u8, buffer.Bytes[..MaxSectionLength]);
        int lineLength = ReadSection(file, sections, ".cmdline"u8, buffer.Bytes[MaxSectionLength..]);
        if (systemLength == 0)
            return false;

        KernelImage.Read(head, out var image);
        if (image.Machine != Firmware.Machine)
            problem = EntryProblem.OtherMachine;

        var room = Scratch.Bytes(1024);
        var path = new Utf8Writer(room);
        path.Add("\\EFI\\Linux\\"u8);
        path.Add(name);
        EntryText.WriteUki(
            new(buffer.Bytes[..systemLength]), buffer.Bytes.Slice(MaxSectionLength, lineLength), path.Written, ref entry);
        return true;
    }

    /// <summary>Its length; 0 if it is missing, too long or unreadable.</summary>
    private static int ReadSection(OpenFile file, PeSections sections, ReadOnlySpan<byte> name, Span<byte> room)
    {
        if (!sections.TryFind(name, out var section) || section.SizeOfRawData > (uint)room.Length)
            return 0;

        var length = (int)section.SizeOfRawData;
        return file.TryReadAt(section.PointerToRawData, room[..length]) ? length : 0;
    }
}
