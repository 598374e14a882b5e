using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Bq2.Image;

/// <summary>What the ids of a disk are derived from where its maker gave no seed: its content and its size.</summary>
internal static class TreeSeed
{
    private const int Short = 4096;

    /// <summary>
    /// The same parts make the same ids, and disks that differ in size share none. Of files only names and lengths are taken, and on
    /// demand the bytes of short ones; what is longer is not read for it.
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
