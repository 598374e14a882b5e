namespace Bq2.Efi.Boot;

/// <summary>The kernel's command line, made from an entry's options.</summary>
internal static class CommandLine
{
    /// <summary>Including the NUL. Linux takes 2048 on both machines; other kernels may take more.</summary>
    public const int MaxLineLength = 4096;

    /// <summary>
    /// Writes the options, separated by spaces, and a NUL, which <paramref name="length"/> does not count. A profile goes first, where a
    /// unified kernel image looks for it.
    /// </summary>
    public static TextFault Write(BootEntry entry, Span<char> target, out int length)
    {
        var writer = new Utf16Writer(target);
        if (!entry.Profile.IsEmpty)
        {
            writer.Add('@');
            writer.Add(entry.Profile);
        }

        foreach (var part in entry.Options)
        {
            if (writer.Length > 0)
                writer.Add(' ');
            writer.Add(part);
        }

        length = writer.Length;
        writer.Add('\0');
        return writer.Fault;
    }
}
