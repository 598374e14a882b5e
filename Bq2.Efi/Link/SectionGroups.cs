using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Bq2.Efi.Coff;
using Bq2.Efi.Pe;
using Bq2.Efi.Work;

namespace Bq2.Efi.Link;

/// <summary>
/// The sections of one full name that want the same kind of memory: they lie together in the image. Programs have few such
/// names and many sections, so names are compared once each and sections are then only counted and dealt out. Several threads may ask at once: a
/// group's number depends on who came first, so nothing may depend on it.
/// </summary>
internal sealed class SectionGroups(bool unwind)
{
    private readonly Dictionary<(string Name, SectionTraits Kind), SectionGroup> _known = [];
    private readonly List<SectionGroup> _groups = [];

    public SectionGroup this[int number] => _groups[number];

    public SectionGroup Of(ReadOnlySpan<byte> name, SectionTraits kind)
    {
        string text = Encoding.UTF8.GetString(name);
        lock (_known)
        {
            ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(_known, (text, kind), out _);
            if (known is null)
            {
                known = new(_groups.Count, text, kind) { IsLeftOut = IsNotForTheImage(text) };
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

/// <summary>A full name with its '$' part, what memory it is for, and the sections that have both.</summary>
internal sealed class SectionGroup(int number, string name, SectionTraits kind)
{
    /// <summary>What tells sections of one name apart: what may be done with the memory, and whether it only reserves room.</summary>
    public const SectionTraits KindMask = SectionTraits.Read | SectionTraits.Write | SectionTraits.Execute | SectionTraits.UninitializedData;

    public const string AddressTableName = ".llvm_addrsig";

    public int Number => number;

    public string Name => name;

    /// <summary>
    /// The name before the '$': what stands behind it only orders sections of one name. As with lld a second '.' parts a name
    /// likewise, for gcc says .text.startup.
    /// </summary>
    public string BaseName { get; } = BaseNameOf(name);

    public bool ReservesOnly => (kind & SectionTraits.UninitializedData) != 0;

    /// <summary>What its sections want to do with their memory.</summary>
    public SectionTraits Traits => kind & ~SectionTraits.UninitializedData;

    /// <summary>One row for each function: where it lies, and its unwind data.</summary>
    public bool IsUnwindTable { get; } = BaseNameOf(name) == ".pdata";

    /// <summary>What the rows of the unwind table lead to.</summary>
    public bool IsUnwindData { get; } = BaseNameOf(name) == ".xdata";

    /// <summary>gcc's unwind table: rows of functions that another object brought as well stay in it, and describe nothing.</summary>
    public bool IsFrameTable { get; } = BaseNameOf(name) == ".eh_frame";

    /// <summary>Pointers to functions that a runtime calls one after the other.</summary>
    public bool IsInitializers { get; } = BaseNameOf(name) == ".CRT";

    /// <summary>It tells the linker which symbols' addresses are taken.</summary>
    public bool IsAddressTable { get; } = name == AddressTableName;

    /// <summary>Its sections are nothing that an image holds.</summary>
    public bool IsLeftOut { get; init; }

    public List<int> Inputs { get; } = [];

    public bool HasContent { get; set; }

    /// <summary>The section of the image that it is part of, counted from 0, once laid out.</summary>
    public int Output { get; set; }

    private static string BaseNameOf(string name) =>
        name.Length > 1 && name.AsSpan(1).IndexOfAny('$', '.') is >= 0 and var end ? name[..(end + 1)] : name;
}

/// <summary>The groups of one object's sections. Its neighbours mostly share a few names, which are told apart as the numbers they are in the file.</summary>
internal struct RecentGroups(SectionGroups groups, CoffObject holder)
{
    private const int Remembered = 8;

    private readonly (ulong Name, SectionTraits Kind, SectionGroup? Group)[] _recent = new (ulong, SectionTraits, SectionGroup?)[Remembered];
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
