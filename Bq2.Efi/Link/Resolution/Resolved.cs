using System.Text;
using Bq2.Efi.Coff;
using Bq2.Efi.Link.Inputs;
using Bq2.Efi.Pe;

namespace Bq2.Efi.Link.Resolution;

/// <summary>All objects of a link, and what each name in them means. Nothing of this changes any more.</summary>
internal sealed class Resolved(InputSet inputs, SymbolTable symbols, int entry, bool hasUndefined)
{
    private readonly Dictionary<int, PlaceNames> _placeNames = [];

    public IReadOnlyList<CoffObject> Objects => Files;

    /// <summary>The same, for loops that are entered often.</summary>
    public CoffObject[] Files { get; } = [.. inputs.Objects];

    public LinkedObject[] Linked { get; } = [.. inputs.Linked];

    /// <summary>All sections; <see cref="SectionCount"/> of them, the array may be longer.</summary>
    public InputSection[] Sections { get; } = inputs.Sections;

    public int SectionCount { get; } = inputs.SectionCount;

    public SectionGroups Groups => inputs.Groups;

    public ObjectRequests Requests => inputs.Requests;

    public SymbolTable Symbols => symbols;

    /// <summary>The entry point's index in the symbol table.</summary>
    public int Entry => entry;

    /// <summary>Whether a name other than the entry point is not defined; it may be one that nothing in the image refers to.</summary>
    public bool HasUndefined => hasUndefined;

    public Machine Machine => Files[0].Machine;

    public string PathOf(int section) => Files[Sections[section].Object].Path;

    public string NameOfSymbol(int number, int row) => inputs.NameOfSymbol(number, row);

    public string NameOfSection(int section) =>
        Encoding.UTF8.GetString(Files[Sections[section].Object].SectionName(Sections[section].Index));

    public ReadOnlySpan<byte> DataOf(in InputSection section) => Files[section.Object].Data(section.Index);

    /// <summary>A place in a section as a person knows it. Not for several threads at once.</summary>
    public string PlaceName(int section, uint offset)
    {
        int number = Sections[section].Object;
        if (!_placeNames.TryGetValue(number, out var names))
            _placeNames.Add(number, names = new(Files[number]));
        return names.NameOf(Sections[section].Index, offset);
    }
}
