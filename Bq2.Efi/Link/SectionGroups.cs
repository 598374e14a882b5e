using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Bq2.Efi.Binary;
using Bq2.Efi.Coff;
using Bq2.Efi.Pe;

namespace Bq2.Efi.Link;

/// <summary>
/// The sections of one full name, which lie together in the image. Programs have few such names and many sections, so
/// names are compared once each and sections are then only counted and dealt out. Several threads may ask at once: a
/// group's number depends on who came first, so nothing may depend on it.
/// </summary>
internal sealed class SectionGroups(bool unwind)
{
    private readonly Dictionary<(string Name, bool Reserves), SectionGroup> _known = [];
    private readonly List<SectionGroup> _groups = [];

    public SectionGroup this[int number] => _groups[number];

    public SectionGroup Of(ReadOnlySpan<byte> name, bool reserves)
    {
        string text = Encoding.UTF8.GetString(name);
        lock (_known)
        {
            ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(_known, (text, reserves), out _);
            if (known is null)
            {
                known = new(_groups.Count, text, reserves) { IsLeftOut = IsNotForTheImage(text) };
                _groups.Add(known);
            }

            return known;
        }
    }

    private bool IsNotForTheImage(string name) =>
        name.StartsWith(".debug", StringComparison.Ordinal)
        || name is SectionGroup.AddressTableName or ".llvm.call-graph-profile"
        || name is ".gfids$y" or ".giats$y" or ".gljmp$y" or ".gehcont$y" or ".sxdata"
        || !unwind && (name.StartsWith(".pdata", StringComparison.Ordinal) || name.StartsWith(".xdata", StringComparison.Ordinal));
}

/// <summary>A full name with its '$' part, the sections that bear it, and what memory they want together.</summary>
internal sealed class SectionGroup(int number, string name, bool reservesOnly)
{
    public const string AddressTableName = ".llvm_addrsig";

    public int Number => number;

    public string Name => name;

    /// <summary>The name before the '$': what stands behind it only orders sections of one name.</summary>
    public string BaseName { get; } = name.IndexOf('$', StringComparison.Ordinal) is > 0 and var dollar ? name[..dollar] : name;

    public bool ReservesOnly => reservesOnly;

    /// <summary>One row for each function: where it lies, and its unwind data.</summary>
    public bool IsUnwindTable { get; } = IsOrBegins(name, ".pdata");

    /// <summary>What the rows of the unwind table lead to.</summary>
    public bool IsUnwindData { get; } = IsOrBegins(name, ".xdata");

    /// <summary>It tells the linker which symbols' addresses are taken.</summary>
    public bool IsAddressTable { get; } = name == AddressTableName;

    /// <summary>Its sections are nothing that an image holds.</summary>
    public bool IsLeftOut { get; init; }

    public List<int> Inputs { get; } = [];

    /// <summary>What any of its inputs wants.</summary>
    public SectionTraits InputTraits { get; set; }

    /// <summary>What it shall be: what its inputs want, unless an object said otherwise.</summary>
    public SectionTraits Traits { get; set; }

    public bool HasContent { get; set; }

    /// <summary>The section of the image that it is part of, counted from 0, once laid out.</summary>
    public int Output { get; set; }

    private static bool IsOrBegins(string name, string baseName) =>
        name.StartsWith(baseName, StringComparison.Ordinal) && (name.Length == baseName.Length || name[baseName.Length] == '$');
}

/// <summary>The groups of one object's sections. Its neighbours mostly share a few names, which are told apart as the numbers they are in the file.</summary>
internal struct RecentGroups(SectionGroups groups, CoffObject holder)
{
    private const int Remembered = 8;

    private readonly (ulong Name, bool Reserves, SectionGroup? Group)[] _recent = new (ulong, bool, SectionGroup?)[Remembered];
    private int _next;

    [MethodImpl(Hot.Path)]
    public SectionGroup Of(int section, in SectionHeader header)
    {
        bool reserves = (header.Characteristics & SectionTraits.UninitializedData) != 0;
        foreach (ref readonly var recent in _recent.AsSpan())
        {
            if (recent.Name == header.Name && recent.Reserves == reserves && recent.Group is not null)
                return recent.Group;
        }

        var group = groups.Of(holder.SectionName(section), reserves);
        _recent[_next++ % Remembered] = (header.Name, reserves, group);
        return group;
    }
}
