using Bq2.Efi.Coff;
using Bq2.Efi.Pe;

namespace Bq2.Efi.Link;

/// <summary>
/// The sections of one full name, which lie together in the image. Programs have few such names and many sections, so
/// names are compared once each and sections are then only counted and dealt out.
/// </summary>
internal sealed class SectionGroups
{
    private readonly Dictionary<(ulong Name, bool Reserves), int> _shortNames = [];
    private readonly Dictionary<(string Name, bool Reserves), int> _longNames = [];
    private readonly List<SectionGroup> _groups = [];

    public IReadOnlyList<SectionGroup> All => _groups;

    public SectionGroup Of(CoffObject holder, in InputSection section)
    {
        ulong name = holder.Sections[section.Index].Name;
        bool isShort = (byte)name != '/';
        if (isShort && _shortNames.TryGetValue((name, section.ReservesOnly), out int known))
            return _groups[known];

        string text = System.Text.Encoding.UTF8.GetString(holder.SectionName(section.Index));
        if (!_longNames.TryGetValue((text, section.ReservesOnly), out known))
        {
            known = _longNames[(text, section.ReservesOnly)] = _groups.Count;
            _groups.Add(new(text, section.ReservesOnly));
        }

        if (isShort)
            _shortNames[(name, section.ReservesOnly)] = known;
        return _groups[known];
    }
}

/// <summary>A full name with its '$' part, the sections that bear it, and what memory they want together.</summary>
internal sealed class SectionGroup(string name, bool reservesOnly)
{
    public string Name => name;

    /// <summary>The name before the '$': what stands behind it only orders sections of one name.</summary>
    public string BaseName { get; } = name.IndexOf('$', StringComparison.Ordinal) is > 0 and var dollar ? name[..dollar] : name;

    public bool ReservesOnly => reservesOnly;

    public List<int> Inputs { get; } = [];

    public SectionTraits Traits { get; set; }

    public bool HasContent { get; set; }
}
