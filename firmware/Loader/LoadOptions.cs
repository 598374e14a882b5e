using Bq2.Efi.Boot;
using Bq2.Efi.Uefi;

namespace Bq2.Loader;

/// <summary>The command line that a program is started with: the entry's, or a person's edit of it.</summary>
internal static unsafe class LoadOptions
{
    /// <summary>UTF-16 with a NUL, which <paramref name="length"/> does not count.</summary>
    public static PoolBuffer Write(Entry entry, out int length, out EfiStatus status)
    {
        var buffer = PoolBuffer.Allocate(CommandLine.MaxLineLength * sizeof(char), out status);
        length = 0;
        if (status.IsError)
            return default;

        var fault = WriteTo(entry, new(buffer.Start, CommandLine.MaxLineLength), out length);
        if (fault == TextFault.None)
            return buffer;

        status = fault == TextFault.TooLong
            ? Fault.Say(EfiStatus.BadBufferSize, "the options of entry "u8).AddText(entry.FileName).Add(" have more than "u8)
                .Add(CommandLine.MaxLineLength - 1).Add(" characters"u8).Try("shorten them; Linux takes 2047"u8)
            : Fault.Say(EfiStatus.InvalidParameter, "the options of entry "u8).AddText(entry.FileName).Add(" are not UTF-8"u8)
                .Try("save the entry as UTF-8"u8);
        return default;
    }

    private static TextFault WriteTo(Entry entry, Span<char> target, out int length)
    {
        if (entry.Edited.Start != null)
        {
            length = entry.EditedLength;
            new ReadOnlySpan<char>(entry.Edited.Start, length).CopyTo(target);
            target[length] = '\0';
            return TextFault.None;
        }

        length = 0;

        // A unified image contains its own command line, which may be signed with it.
        return entry.Kind == EntryKind.Uki ? TextFault.None : CommandLine.Write(entry.Text, target, out length);
    }
}
