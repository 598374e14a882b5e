using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Bq2.Efi.Binary;
using Bq2.Efi.Boot;

namespace Bq2.Image;

/// <summary>The seed for the ids of a disk if the caller gave none: made from its content and its size.</summary>
internal static class TreeSeed
{
    private const int Short = 4096;

    // Of a long, with its sign.
    private const int MaxDigits = 20;

    /// <summary>
    /// The same parts make the same ids, and disks of different sizes never share ids. It covers the names and lengths of files, and on
    /// demand the bytes of short ones; long files are not read for it.
    /// </summary>
    public static byte[] Of(Tree files, long? size, int sectorSize, bool readShort = false)
    {
        var hash = new Sha256();
        var line = new ArrayBufferWriter<byte>();
        hash.Start();
        Add(size?.ToString(CultureInfo.InvariantCulture) ?? "", sectorSize);
        AddFolder(files.Root);
        return Digest.End(ref hash);

        void AddFolder(TreeEntry folder)
        {
            foreach (var entry in folder.Children)
            {
                Add(entry.Path, entry.Content?.Length);
                if (entry.IsFolder)
                    AddFolder(entry);
                else if (readShort && entry.Content is { Length: <= Short } content)
                    hash.Add(content.Head(Short));
            }
        }

        // A line, into the same buffer each time: there may be ten thousand.
        void Add(string text, long? number)
        {
            line.ResetWrittenCount();
            Encoding.UTF8.GetBytes(text, line);
            line.Write(" "u8);
            if (number is { } known && Utf8Formatter.TryFormat(known, line.GetSpan(MaxDigits), out int digits))
                line.Advance(digits);
            line.Write("\n"u8);
            hash.Add(line.WrittenSpan);
        }
    }
}
