using System.Buffers;
using System.Globalization;
using System.Text;
using Bq2.Efi.Binary;
using Bq2.Efi.Boot;

namespace Bq2.Image;

/// <summary>The seed for the ids of a disk if the caller gave none: made from its content and its size.</summary>
internal static class TreeSeed
{
    private const int Short = 4096;

    /// <summary>
    /// The same parts make the same ids, and disks of different sizes never share ids. It covers the names and lengths of files, and on
    /// demand the bytes of short ones; long files are not read for it.
    /// </summary>
    public static byte[] Of(Tree files, long? size, int sectorSize, bool readShort = false)
    {
        var hash = new Sha256();
        var line = new ArrayBufferWriter<byte>();
        hash.Start();
        Add(string.Create(CultureInfo.InvariantCulture, $"{size} {sectorSize}"));
        AddFolder(files.Root);
        return Digest.End(ref hash);

        void AddFolder(TreeEntry folder)
        {
            foreach (var entry in folder.Children)
            {
                Add(string.Create(CultureInfo.InvariantCulture, $"{entry.Path} {entry.Content?.Length}"));
                if (entry.IsFolder)
                    AddFolder(entry);
                else if (readShort && entry.Content!.Length <= Short)
                    hash.Add(entry.Content!.Head(Short));
            }
        }

        // Into the same buffer each time: there may be ten thousand lines.
        void Add(string text)
        {
            line.ResetWrittenCount();
            Encoding.UTF8.GetBytes(text, line);
            line.Write("\n"u8);
            hash.Add(line.WrittenSpan);
        }
    }
}
