namespace Bq2.Efi.Boot;

/// <summary>
/// Paths in firmware's form: UTF-16, from the volume's root, separated by backslashes, ended by a NUL. Entries have them in UTF-8 with
/// slashes.
/// </summary>
internal static class EfiPath
{
    /// <summary>More than FAT allows (260), and small enough for a stack.</summary>
    public const int MaxPathLength = 300;

    /// <summary>
    /// Writes <paramref name="path"/> and a NUL to <paramref name="target"/>; <paramref name="length"/> does not count the NUL.
    /// </summary>
    public static TextFault Write(ReadOnlySpan<byte> path, Span<char> target, out int length)
    {
        var writer = new Utf16Writer(target);
        while (!path.IsEmpty)
        {
            int end = path.IndexOfAny((byte)'/', (byte)'\\');
            var name = end < 0 ? path : path[..end];
            path = end < 0 ? default : path[(end + 1)..];
            if (name.IsEmpty)
                continue;   // slashes at the ends, or two in a row

            writer.Add('\\');
            writer.Add(name);
        }

        length = writer.Length;
        writer.Add('\0');
        return length == 0 && writer.Fault == TextFault.None ? TextFault.Empty : writer.Fault;
    }
}
