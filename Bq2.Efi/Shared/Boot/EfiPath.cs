namespace Bq2.Efi.Boot;

/// <summary>
/// Paths as firmware wants them: UTF-16, from the volume's root, parted by backslashes, a NUL behind. Entries write them in UTF-8
/// with slashes.
/// </summary>
public static class EfiPath
{
    /// <summary>Longer than FAT can hold (260), and short enough for a stack.</summary>
    public const int LongestPath = 300;

    /// <summary>
    /// Writes <paramref name="path"/> to <paramref name="target"/> and a NUL behind it, which <paramref name="length"/> does
    /// not count.
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
