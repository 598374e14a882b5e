using System.Globalization;
using Bq2.Efi.Binary;
using Bq2.Image;

namespace Bq2.Tests.Image.Archives;

/// <summary>Everything of a tree as lines, to compare two of them.</summary>
internal static class TreeText
{
    /// <summary>A line for each entry; names of one file are told by the first of them.</summary>
    public static string[] Of(Tree tree, bool times = true, bool xattrs = true)
    {
        var first = new Dictionary<TreeEntry, string>();
        return [.. tree.Walk().Select(Line)];

        string Line(TreeEntry entry)
        {
            var all = entry.Attributes;
            first.TryAdd(entry.File, entry.Path);
            string time = times ? all.Time?.Seconds.ToString(CultureInfo.InvariantCulture) ?? "none" : "";
            string keys = xattrs ? string.Join(',', all.Xattrs.OrderBy(each => each.Key, StringComparer.Ordinal)
                .Select(each => $"{each.Key}={Convert.ToHexString(each.Value)}")) : "";
            string path = Convert.ToHexString(ByteText.Encode(entry.Path)) + " " + string.Concat(entry.Path.Take(40));
            return $"{path} {entry.File.Kind} {Convert.ToString(entry.Mode, 8)} {all.User}:{all.Group} {time} "
                + $"{entry.Target} {entry.Device} ={first[entry.File]} {Sum(entry.Content)} {keys}";
        }
    }

    private static string Sum(Content? content)
    {
        if (content is null)
            return "";
        byte[] bytes = content.Head((int)content.Length);
        return $"{bytes.Length} {Crc32.Of(bytes):x8}";
    }
}
