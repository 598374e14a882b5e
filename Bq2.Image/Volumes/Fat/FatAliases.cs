using System.Globalization;

namespace Bq2.Image;

/// <summary>
/// Gives short names to what is in one folder. Names that fit eight and three characters get themselves first, so that no
/// made-up alias can be some other file's name; the rest get STEM~1.EXT and so on. Each number is tried once in the whole
/// folder, so the work grows with the number of names and no faster, and the tree's order makes the result the same
/// whatever order the files were found in.
/// </summary>
internal sealed class FatAliases
{
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    // By the alias's beginning before "~" and its extension: the number to try next.
    private readonly Dictionary<string, int> _next = new(StringComparer.Ordinal);

    /// <summary>The names for all of <paramref name="names"/>, in their order. No two of them differ by case alone.</summary>
    public static FatName[] For(IReadOnlyCollection<string> names)
    {
        var aliases = new FatAliases();
        var given = new FatName?[names.Count];
        int index = 0;
        foreach (string name in names)
        {
            if (FatName.AsShort(name) is { } itself)
            {
                aliases._taken.Add(itself);
                given[index] = new(name, itself);
            }

            index++;
        }

        index = 0;
        foreach (string name in names)
            given[index++] ??= new(name, aliases.Make(name));
        return given!;
    }

    /// <summary>The name of something new in a folder that is there already.</summary>
    public FatName For(string name)
    {
        if (FatName.AsShort(name) is not { } itself)
            return new(name, Make(name));

        // Where another file has it for its alias, the long name tells them apart.
        return new(name, _taken.Add(itself) ? itself : Make(name));
    }

    /// <summary>Says that a short name, padded as it is stored, has an owner.</summary>
    public void Take(string alias) => _taken.Add(alias);

    public void Release(string alias) => _taken.Remove(alias);

    private string Make(string name)
    {
        var (stem, extension) = FatName.Basis(name);
        for (int digits = 1, first = 1; ; digits++, first *= 10)
        {
            int room = FatShortName.StemLength - 1 - digits;
            if (Next(stem.Length > room ? stem[..room] : stem, extension, first) is { } alias)
                return alias;
        }
    }

    /// <summary>
    /// The next free alias whose number has as many digits as <paramref name="first"/>; null where they are used up.
    /// </summary>
    private string? Next(string stem, string extension, int first)
    {
        string key = string.Concat(stem, ".", extension);

        // A short stem has the same key for every number of digits; its numbers go on where they were.
        int number = Math.Max(first, _next.GetValueOrDefault(key));
        for (; number < first * 10; number++)
        {
            string alias = FatName.Padded(string.Concat(stem, "~", number.ToString(CultureInfo.InvariantCulture)), extension);
            if (!_taken.Add(alias))
                continue;

            _next[key] = number + 1;
            return alias;
        }

        _next[key] = number;
        return null;
    }
}
