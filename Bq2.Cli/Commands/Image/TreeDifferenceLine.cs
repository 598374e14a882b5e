using Bq2.Image;

namespace Bq2.Cli;

/// <summary>A path at which two trees differ, as diff prints it.</summary>
/// <param name="Path">The path; a dot for the root.</param>
/// <param name="Only">one or other if only that has it.</param>
/// <param name="Differences">What differs, in words.</param>
internal sealed record TreeDifferenceLine(string Path, string? Only, IReadOnlyList<string> Differences)
{
    public static TreeDifferenceLine Of(TreeDifference found)
    {
        string path = found.Path.Length == 0 ? "." : found.Path;
        return found is { Left: { } left, Right: { } right }
            ? new(path, null, [.. Words(found, left, right)])
            : new(path, found.Left is null ? "other" : "one", []);
    }

    private static IEnumerable<string> Words(TreeDifference found, TreeEntry left, TreeEntry right)
    {
        var (one, other) = (left.Attributes, right.Attributes);
        if (Has(TreeAspects.Kind))
            yield return $"{Name(left.File.Kind)}, {Name(right.File.Kind)}";
        if (Has(TreeAspects.Mode))
            yield return $"mode {Convert.ToString(left.Mode, 8)}, {Convert.ToString(right.Mode, 8)}";
        if (Has(TreeAspects.Owner))
            yield return $"owner {one.User}:{one.Group}, {other.User}:{other.Group}";
        if (Has(TreeAspects.Time))
            yield return FormattableString.Invariant($"time {Show(one.Time)}, {Show(other.Time)}");
        if (Has(TreeAspects.Xattrs))
            yield return "extended attributes";
        if (Has(TreeAspects.Target))
            yield return $"leads to {left.Target}, {right.Target}";
        if (Has(TreeAspects.Device))
            yield return $"device {left.Device?.Major}:{left.Device?.Minor}, {right.Device?.Major}:{right.Device?.Minor}";
        if (Has(TreeAspects.Content))
            yield return FormattableString.Invariant(
                $"{left.Content!.Length} bytes, {right.Content!.Length}; the first difference is at {found.FirstByte}");
        if (Has(TreeAspects.Links))
            yield return "hard links";

        bool Has(TreeAspects aspect) => (found.Aspects & aspect) != 0;
    }

    private static string Name(EntryKind kind) => kind switch
    {
        EntryKind.BlockDevice => "block device",
        EntryKind.CharacterDevice => "character device",
        _ => kind.ToString().ToLowerInvariant(),
    };

    private static string Show(UnixTime? time) => time is { } known
        ? FormattableString.Invariant($"{known.ToDateTimeOffset():yyyy-MM-dd HH:mm:ss}")
        : "unknown";
}
