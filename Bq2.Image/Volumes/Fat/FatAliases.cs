using System.Globalization;
using System.Runtime.InteropServices;

namespace Bq2.Image;

/// <summary>
/// Assigns the short names of one folder. Names that fit 8.3 keep themselves first, so that no generated alias takes another file's
/// name; the rest get STEM~1.EXT and so on. Each number is tried once per folder, so the work is linear in the number of names. The
/// tree is sorted, so the result does not depend on the order in which the files were found.
/// </summary>
internal sealed class FatAliases
{
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    // The next number to try, by the alias's stem before "~" and its extension.
    private readonly Dictionary<string, int> _next = new(StringComparer.Ordinal);

    /// <summary>The names for all of <paramref name="names"/>, in their order. No two of those may differ only in case.</summary>
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

    /// <summary>The name for a new entry in an existing folder.</summary>
    public FatName For(string name)
    {
        if (FatName.AsShort(name) is not { } itself)
            return new(name, Make(name));

        // If it is another file's alias, the long name tells them apart.
        return new(name, _taken.Add(itself) ? itself : Make(name));
    }

    /// <summary>Marks a short name, padded as stored, as taken.</summary>
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
    /// The next free alias whose number has as many digits as <paramref name="first"/>; null if none is left.
    /// </summary>
    private string? Next(string stem, string extension, int first)
    {
        Span<char> key = stackalloc char[FatShortName.Length + 1];
        key.TryWrite($"{stem}.{extension}", out int length);

        // A short stem has the same key for every number of digits, so its numbers continue.
        var numbers = _next.GetAlternateLookup<ReadOnlySpan<char>>();
        ref int next = ref CollectionsMarshal.GetValueRefOrAddDefault(numbers, key[..length], out _);
        int number = Math.Max(first, next);
        for (; number < first * 10; number++)
        {
            string alias = Alias(stem, number, extension);
            if (!_taken.Add(alias))
                continue;

            next = number + 1;
            return alias;
        }

        next = number;
        return null;
    }

    private static string Alias(string stem, int number, string extension)
    {
        Span<char> padded = stackalloc char[FatShortName.Length];
        padded.Fill(' ');
        padded.TryWrite(CultureInfo.InvariantCulture, $"{stem}~{number}", out _);
        extension.CopyTo(padded[FatShortName.StemLength..]);
        return padded.ToString();
    }
}
