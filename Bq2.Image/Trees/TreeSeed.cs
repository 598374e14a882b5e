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
        hash.Start();
        Add($"{size} {sectorSize}\n");
        AddFolder(files.Root);
        return Digest.End(ref hash);

        void AddFolder(TreeEntry folder)
        {
            foreach (var entry in folder.Children)
            {
                Add($"{entry.Path} {entry.Content?.Length}\n");
                if (entry.IsFolder)
                    AddFolder(entry);
                else if (readShort && entry.Content!.Length <= Short)
                    hash.Add(entry.Content!.Head(Short));
            }
        }

        void Add(FormattableString text) => hash.Add(Encoding.UTF8.GetBytes(text.ToString(CultureInfo.InvariantCulture)));
    }
}
