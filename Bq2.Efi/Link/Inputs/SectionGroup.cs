using Bq2.Efi.Pe;

namespace Bq2.Efi.Link.Inputs;

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
