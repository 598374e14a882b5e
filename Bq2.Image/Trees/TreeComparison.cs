using System.Buffers;
using Bq2.Efi.Work;

namespace Bq2.Image;

/// <summary>Compares two trees: names, kinds, attributes, links and bytes.</summary>
/// <example>
/// <code>
/// foreach (var difference in TreeComparison.Differences(Tree.FromFolder("one"), Tree.FromFolder("other")))
///     Console.WriteLine($"{difference.Path}: {difference.Aspects}");
/// </code>
/// </example>
public static class TreeComparison
{
    /// <summary>
    /// The paths at which the trees differ, sorted; none if they are equal. What one tree does not know, such as a mode or a time, is not
    /// compared. Files of equal length are read, on all cores.
    /// </summary>
    /// <param name="left">One tree.</param>
    /// <param name="right">Another tree.</param>
    /// <param name="compared">What is compared besides the names.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static IReadOnlyList<TreeDifference> Differences(
        Tree left, Tree right, TreeAspects compared = TreeAspects.All, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        var pairs = Pairs(left, right);
        var (leftLinks, rightLinks) = (FirstNames(left), FirstNames(right));
        var found = new TreeDifference?[pairs.Count];
        Cores.For(pairs.Count, index =>
        {
            cancellation.ThrowIfCancellationRequested();
            found[index] = Compare(pairs[index], compared, leftLinks, rightLinks);
        });
        return [.. found.OfType<TreeDifference>()];
    }

    // Both trees are sorted by the bytes of their names.
    private static List<TreeDifference> Pairs(Tree left, Tree right)
    {
        var pairs = new List<TreeDifference> { new("", left.Root, right.Root) };
        Join(left.Root, right.Root, pairs);
        return pairs;
    }

    private static void Join(TreeEntry? left, TreeEntry? right, List<TreeDifference> pairs)
    {
        TreeEntry[] ours = left?.Sorted() ?? [], theirs = right?.Sorted() ?? [];
        for (int i = 0, j = 0; i < ours.Length || j < theirs.Length;)
        {
            int order = i == ours.Length ? 1 : j == theirs.Length ? -1 : TreeEntry.CompareNames(ours[i], theirs[j]);
            TreeEntry? one = order <= 0 ? ours[i++] : null, other = order >= 0 ? theirs[j++] : null;
            pairs.Add(new((one ?? other!).Path, one, other));

            // What is in a folder that only one tree has is named too.
            Join(one, other, pairs);
        }
    }

    /// <summary>For each file with several names, the first of them; the same in both trees if the names belong together.</summary>
    private static Dictionary<TreeEntry, string> FirstNames(Tree tree)
    {
        var first = new Dictionary<TreeEntry, string>();
        foreach (var entry in tree.Walk())
        {
            if (entry.Kind == EntryKind.HardLink || entry.HasOtherNames)
                first.TryAdd(entry.File, entry.Path);
        }

        return first;
    }

    private static TreeDifference? Compare(
        TreeDifference pair, TreeAspects compared, Dictionary<TreeEntry, string> leftLinks, Dictionary<TreeEntry, string> rightLinks)
    {
        if (pair is not { Left: { } left, Right: { } right })
            return pair;

        var differing = Attributes(left, right) & compared;
        string? leftLink = leftLinks.GetValueOrDefault(left.File), rightLink = rightLinks.GetValueOrDefault(right.File);
        if ((compared & TreeAspects.Links) != 0 && (leftLink ?? left.Path) != (rightLink ?? right.Path))
            differing |= TreeAspects.Links;

        long? firstByte = null;
        if ((compared & TreeAspects.Content) != 0 && left.Content is { } one && right.Content is { } other)
            firstByte = FirstDifference(one, other);
        if (firstByte is not null)
            differing |= TreeAspects.Content;
        return differing == TreeAspects.None ? null : pair with { Aspects = differing, FirstByte = firstByte };
    }

    private static TreeAspects Attributes(TreeEntry left, TreeEntry right)
    {
        var (one, other) = (left.Attributes, right.Attributes);
        if (left.File.Kind != right.File.Kind)
            return TreeAspects.Kind;
        return If(one.Mode is not null && other.Mode is not null && left.Mode != right.Mode, TreeAspects.Mode)
            | If((one.User, one.Group) != (other.User, other.Group), TreeAspects.Owner)
            | If(one.Time is { } early && other.Time is { } late && early.Seconds != late.Seconds, TreeAspects.Time)
            | If(left.Target != right.Target, TreeAspects.Target)
            | If(left.Device != right.Device, TreeAspects.Device)
            | If(!Same(one.Xattrs, other.Xattrs), TreeAspects.Xattrs);
    }

    private static TreeAspects If(bool differs, TreeAspects aspect) => differs ? aspect : TreeAspects.None;

    private static bool Same(IReadOnlyDictionary<string, byte[]> one, IReadOnlyDictionary<string, byte[]> other) =>
        one.Count == other.Count
        && one.All(each => other.TryGetValue(each.Key, out byte[]? value) && value.AsSpan().SequenceEqual(each.Value));

    private static long? FirstDifference(Content one, Content other)
    {
        if (one.Identity.Equals(other.Identity))
            return null;

        long common = Math.Min(one.Length, other.Length);
        byte[] ours = ArrayPool<byte>.Shared.Rent(Chunk.UsualSize), theirs = ArrayPool<byte>.Shared.Rent(Chunk.UsualSize);
        using OpenFile oneFile = new(), otherFile = new();
        try
        {
            for (long offset = 0; offset < common;)
            {
                int count = (int)Math.Min(Chunk.UsualSize, common - offset);
                one.Read(offset, ours.AsSpan(0, count), oneFile);
                other.Read(offset, theirs.AsSpan(0, count), otherFile);
                int same = ours.AsSpan(0, count).CommonPrefixLength(theirs.AsSpan(0, count));
                if (same < count)
                    return offset + same;
                offset += count;
            }

            return one.Length == other.Length ? null : common;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(ours);
            ArrayPool<byte>.Shared.Return(theirs);
        }
    }
}
