using System.Text;
using Bq2.Efi.Pe;

namespace Bq2.Efi.Link.Inputs;

/// <summary>
/// The names of sections, each with the kinds of memory that sections of this name want: what has both in common lies together in the
/// image. Programs have few such groups and many sections, so names are compared once, and sections are then only counted and
/// dealt out. Several threads may ask at once. A group's number depends on who came first, so nothing may depend on it.
/// </summary>
internal sealed class SectionGroups(bool unwind)
{
    // The first group of each name; the others hang on it. A dictionary by name and kind would have to be compiled at every start.
    private readonly Dictionary<string, SectionGroup> _byName = [];
    private readonly List<SectionGroup> _groups = [];

    public SectionGroup this[int number] => _groups[number];

    public int Count => _groups.Count;

    public SectionGroup Of(ReadOnlySpan<byte> name, SectionTraits kind)
    {
        string text = Encoding.UTF8.GetString(name);
        lock (_byName)
        {
            _byName.TryGetValue(text, out var first);
            for (var known = first; known is not null; known = known.NextOfName)
            {
                if (known.Kind == kind)
                    return known;
            }

            var added = new SectionGroup(_groups.Count, text, kind) { IsLeftOut = IsNotForTheImage(text), NextOfName = first };
            _byName[text] = added;
            _groups.Add(added);
            return added;
        }
    }

    private bool IsNotForTheImage(string name) =>
        name.StartsWith(".debug", StringComparison.Ordinal)
        || name is SectionGroup.AddressTableName or ".llvm.call-graph-profile"
        || name is ".gfids$y" or ".giats$y" or ".gljmp$y" or ".gehcont$y" or ".sxdata"
        || !unwind && (name.StartsWith(".pdata", StringComparison.Ordinal) || name.StartsWith(".xdata", StringComparison.Ordinal));
}
