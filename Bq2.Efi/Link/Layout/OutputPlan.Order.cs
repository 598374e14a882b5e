using Bq2.Efi.Pe;

namespace Bq2.Efi.Link.Layout;

internal sealed partial class OutputPlan
{
    /// <summary>A section's place among the others, by its name and what may be done with its memory.</summary>
    public static int RankOf(OutputSection output) =>
        SectionPlan.Rank(output.Name, output.Traits & (SectionTraits.Read | SectionTraits.Write | SectionTraits.Execute));

    // Sections that the plan does not know come by name, as with lld, so that the order of the objects does not matter.
    private static int Compare(OutputSection a, OutputSection b)
    {
        int order = RankOf(a) - RankOf(b);
        if (order == 0)
            order = string.CompareOrdinal(a.Name, b.Name);
        return order != 0 ? order : ((uint)a.Traits).CompareTo((uint)b.Traits);
    }

    // What only reserves room goes last, so that the file need not hold it; then the section's own name comes first.
    private static int Compare(string name, InputGroup a, InputGroup b)
    {
        int order = a.ReservesOnly.CompareTo(b.ReservesOnly);
        if (order == 0)
            order = (a.Group.BaseName != name).CompareTo(b.Group.BaseName != name);
        if (order == 0)
            order = string.CompareOrdinal(a.Group.BaseName, b.Group.BaseName);
        if (order == 0)
            order = string.CompareOrdinal(a.Group.Name, b.Group.Name);
        return order != 0 ? order : ((uint)a.Group.Traits).CompareTo((uint)b.Group.Traits);
    }
}
