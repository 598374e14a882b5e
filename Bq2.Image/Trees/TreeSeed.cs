using System.Globalization;
using System.Security.Cryptography;
using System.Text;

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
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add($"{size} {sectorSize}\n");
        AddFolder(files.Root);
        return hash.GetHashAndReset();

        void AddFolder(TreeEntry folder)
        {
            foreach (var entry in folder.Children)
            {
                Add($"{entry.Path} {entry.Content?.Length}\n");
                if (entry.IsFolder)
                    AddFolder(entry);
                else if (readShort && entry.Content!.Length <= Short)
                    hash.AppendData(entry.Content!.Head(Short));
            }
        }

        void Add(FormattableString text) => hash.AppendData(Encoding.UTF8.GetBytes(text.ToString(CultureInfo.InvariantCulture)));
    }
}
