using System.Runtime.CompilerServices;
using System.Text;
using Bq2.Efi.Coff;
using Bq2.Efi.Pe;
using Bq2.Efi.Work;

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

/// <summary>What sections have in common that lie together: a full name with its '$' part, and what memory they want.</summary>
internal sealed class SectionGroup(int number, string name, SectionTraits kind)
{
    /// <summary>What tells sections of one name apart: what may be done with the memory, and whether it only reserves room.</summary>
    public const SectionTraits KindMask =
        SectionTraits.Read | SectionTraits.Write | SectionTraits.Execute | SectionTraits.UninitializedData;

    public const string AddressTableName = ".llvm_addrsig";

    public int Number => number;

    public SectionTraits Kind => kind;

    /// <summary>Another group with the same name.</summary>
    public SectionGroup? NextOfName { get; init; }

    public string Name => name;

    /// <summary>
    /// The name before the '$': what follows it only orders sections of one name. As with lld a second '.' does the same, for gcc
    /// writes .text.startup.
    /// </summary>
    public string BaseName { get; } = BaseNameOf(name);

    public bool ReservesOnly => (kind & SectionTraits.UninitializedData) != 0;

    /// <summary>What its sections do with their memory.</summary>
    public SectionTraits Traits => kind & ~SectionTraits.UninitializedData;

    /// <summary>One row for each function: where it lies, and its unwind data.</summary>
    public bool IsUnwindTable { get; } = BaseNameOf(name) == ".pdata";

    /// <summary>What the rows of the unwind table lead to.</summary>
    public bool IsUnwindData { get; } = BaseNameOf(name) == ".xdata";

    /// <summary>
    /// gcc's unwind table: it keeps the rows of functions whose copy in another object was linked, and those describe nothing.
    /// </summary>
    public bool IsFrameTable { get; } = BaseNameOf(name) == ".eh_frame";

    /// <summary>Pointers to functions that a runtime calls one after another.</summary>
    public bool IsInitializers { get; } = BaseNameOf(name) == ".CRT";

    /// <summary>It tells the linker which symbols' addresses are taken.</summary>
    public bool IsAddressTable { get; } = name == AddressTableName;

    /// <summary>Its sections are not for the image.</summary>
    public bool IsLeftOut { get; init; }

    private static string BaseNameOf(string name) =>
        name.Length > 1 && name.AsSpan(1).IndexOfAny('$', '.') is >= 0 and var end ? name[..(end + 1)] : name;
}

/// <summary>
/// The groups of one object's sections. Neighbours share few names, which are compared as the numbers they are in the file.
/// </summary>
internal struct RecentGroups(SectionGroups groups, CoffObject holder)
{
    private const int Remembered = 8;

    private readonly (ulong Name, SectionTraits Kind, SectionGroup? Group)[] _recent =
        new (ulong, SectionTraits, SectionGroup?)[Remembered];
    private int _next;

    [MethodImpl(Hot.Path)]
    public SectionGroup Of(int section, in SectionHeader header)
    {
        var kind = header.Characteristics & SectionGroup.KindMask;
        foreach (ref readonly var recent in _recent.AsSpan())
        {
            if (recent.Name == header.Name && recent.Kind == kind && recent.Group is not null)
                return recent.Group;
        }

        var group = groups.Of(holder.SectionName(section), kind);
        _recent[_next++ % Remembered] = (header.Name, kind, group);
        return group;
    }
}
