using System.Globalization;
using System.Security.Cryptography;
using Bq2.Image;

namespace Bq2.Tests.Image;

/// <summary>All that is known of the files in a tree or a volume, a line for each, so that they can be compared.</summary>
internal static class VolumeListing
{
    public static string[] Of(Tree tree)
    {
        var first = new Dictionary<TreeEntry, string>();
        return [.. tree.Walk().Select(entry => Line(
            entry.Path, entry.File.Kind, entry.Attributes with { Mode = entry.Mode }, Bytes(entry), entry.Target, entry.Device,
            entry.File.HasOtherNames ? Named(first, entry.File, entry.Path) : entry.Path))];
    }

    public static string[] Of(Volume volume)
    {
        var first = new Dictionary<long, string>();
        return [.. volume.Walk().Select(entry => Line(
            entry.Path, entry.Kind, entry.Attributes!, Bytes(volume, entry), entry.Target, entry.Device,
            entry.Inode is { } inode ? Named(first, inode, entry.Path) : entry.Path))];
    }

    private static string Line(string path, EntryKind kind, EntryAttributes attributes, string bytes, string? target,
        DeviceNumber? device, string firstName)
    {
        var time = attributes.Time ?? new UnixTime();
        string xattrs = string.Join(',', attributes.Xattrs.OrderBy(each => each.Key, StringComparer.Ordinal)
            .Select(each => $"{each.Key}={Convert.ToHexString(each.Value)}"));
        return string.Create(CultureInfo.InvariantCulture,
            $"{path} {kind} {Convert.ToString(attributes.Mode!.Value, 8)} {attributes.User}:{attributes.Group} {time} {bytes} "
            + $"{target} {device} {firstName} {xattrs}");
    }

    private static string Named<T>(Dictionary<T, string> first, T key, string path) where T : notnull
    {
        first.TryAdd(key, path);
        return first[key];
    }

    private static string Bytes(TreeEntry entry)
    {
        if (entry.Content is not { } content)
            return "";
        var regions = new Regions(content.Length);
        regions.Add(0, content);
        using var source = Source.Of(regions);
        return Bytes(source);
    }

    private static string Bytes(Volume volume, VolumeEntry entry)
    {
        if (entry.Kind != EntryKind.File)
            return "";
        using var source = volume.OpenFile(entry);
        return Bytes(source);
    }

    private static string Bytes(Source source)
    {
        using var stream = source.AsStream();
        return $"{source.Length} {Convert.ToHexString(SHA256.HashData(stream))}";
    }
}
