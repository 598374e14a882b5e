namespace Bq2.Efi.Boot;

/// <summary>
/// Writes boot entries for what has none: unified kernel images and the programs of other systems. So everything in the menu is read the
/// same way.
/// </summary>
internal static class EntryText
{
    /// <summary>For an image in \EFI\Linux, from its sections.</summary>
    public static void WriteUki(
        scoped OsRelease system, scoped ReadOnlySpan<byte> commandLine, scoped ReadOnlySpan<byte> path, ref Utf8Writer target)
    {
        AddLine("uki"u8, path, ref target);
        AddLine("title"u8, system.Title, ref target);
        AddLine("version"u8, system.Version, ref target);
        AddLine("sort-key"u8, system.SortKey, ref target);
        AddLine("options"u8, commandLine, ref target);
    }

    public static void AddLine(scoped ReadOnlySpan<byte> key, scoped ReadOnlySpan<byte> value, ref Utf8Writer target)
    {
        if (value.IsEmpty)
            return;

        target.Add(key);
        target.Add((byte)' ');
        foreach (byte c in value)
            target.Add(c < ' ' ? (byte)' ' : c);   // a line break would begin another key
        target.Add((byte)'\n');
    }
}
