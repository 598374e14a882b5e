namespace Bq2.Image;

/// <summary>What the volumes of all kinds do alike: following a path, and walking through everything below a folder.</summary>
internal static class VolumeWalk
{
    /// <summary>The entry at a path, by a function that looks for a name in a folder; null if there is none.</summary>
    public static T? Follow<T>(T root, string path, Func<T, string, T?> find) where T : VolumeEntry
    {
        T? found = root;
        foreach (string name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
            found = found is { IsFolder: true } folder ? find(folder, name) : null;
        return found;
    }

    /// <summary>Everything below a folder, each folder before its content. Volumes may be damaged, so it does not recurse.</summary>
    /// <param name="start">The folder.</param>
    /// <param name="list">Lists a folder.</param>
    /// <param name="enter">Throws if a folder must not be entered; told how deep it lies.</param>
    public static IEnumerable<T> Below<T>(T start, Func<T, IEnumerable<T>> list, Action<T, int> enter) where T : VolumeEntry
    {
        var open = new Stack<IEnumerator<T>>();
        open.Push(list(start).GetEnumerator());
        while (open.TryPeek(out var folder))
        {
            if (!folder.MoveNext())
            {
                open.Pop();
                continue;
            }

            var entry = folder.Current;
            yield return entry;
            if (!entry.IsFolder)
                continue;
            enter(entry, open.Count);
            open.Push(list(entry).GetEnumerator());
        }
    }
}
