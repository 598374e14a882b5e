using System.Runtime.CompilerServices;
using Bq2.Efi.Link.Inputs;
using Bq2.Efi.Pe;
using Bq2.Efi.Work;

namespace Bq2.Efi.Link.Resolution;

internal sealed partial class SectionFolding
{
    // Rows of the unwind table are never equal: each begins with the address of its function.
    private int[] Candidates()
    {
        var found = new List<int>[_resolved.Files.Length];
        Cores.For(found.Length, number => found[number] = CandidatesOf(number));
        var all = new List<int>();
        foreach (var part in found)
            all.AddRange(part);
        return all.ToArray();
    }

    [MethodImpl(Hot.Path)]
    private List<int> CandidatesOf(int number)
    {
        var found = new List<int>();
        for (int s = _resolved.Linked[number].FirstSection; s < _resolved.Linked[number].EndSection; s++)
        {
            if (_selection.Has(s) && MayFold(_resolved.Sections[s])
                && !_resolved.Groups[_resolved.Sections[s].Group].IsUnwindTable && CannotBeToldApart(s))
                found.Add(s);
        }

        return found;
    }

    // Code is left alone: a program may compare the addresses of two functions.
    private static bool MayFold(in InputSection section) =>
        section.IsComdat && section.Length > 0
        && (section.Traits & (SectionTraits.Write | SectionTraits.Execute | SectionTraits.UninitializedData)) == 0;

    /// <summary>
    /// Two constants of different names have different addresses in C, C++ and Rust alike, and programs compare them. Where the
    /// compiler gives no table of the symbols whose addresses are taken, all of the object's may be.
    /// </summary>
    [MethodImpl(Hot.Path)]
    private void FindCompared(int number)
    {
        var places = _resolved.Linked[number].Places;
        if (_resolved.Linked[number].AddressTable < 0)
        {
            foreach (var place in places)
                Compare(place);
            return;
        }

        // The rows of the symbols, each in groups of seven bits, the lowest first; the top bit says that another group follows.
        uint row = 0;
        int shift = 0;
        foreach (byte part in _resolved.Files[number].Data(_resolved.Linked[number].AddressTable))
        {
            if (shift < 32)
                row |= (part & 0x7fu) << shift;
            shift += 7;
            if ((part & 0x80) != 0)
                continue;
            if (row < (uint)places.Length)
                Compare(places[row]);
            (row, shift) = (0, 0);
        }

        void Compare(SymbolPlace place)
        {
            if (place.Section >= 0)
                _isCompared[place.Section] = true;
        }
    }

    private bool CannotBeToldApart(int section) =>
        _kind == Folding.All || !_isCompared[section] || _resolved.Groups[_resolved.Sections[section].Group].IsUnwindData
            || IsLiteral(_resolved.Sections[section]);

    // The names that MSVC, clang and ilc give to string literals. The languages leave open whether equal ones are one.
    private bool IsLiteral(in InputSection section)
    {
        if (section.Leader == InputSection.None)
            return false;
        var name = _resolved.Files[section.Object].SymbolName(section.Leader);
        return name.StartsWith("??_C@_"u8) || name.StartsWith("__Str_"u8);
    }

    // What no other section holds cannot be equal to one, wherever its relocations lead.
    [MethodImpl(Hot.Path)]
    private static (int[] Candidates, ulong[] Contents) OnlyRepeated(int[] candidates, ulong[] contents)
    {
        int[] first = EqualNumbers.FirstOfEach(contents);
        var isRepeated = new bool[first.Length];
        for (int i = 0; i < first.Length; i++)
            isRepeated[first[i]] |= first[i] != i;

        int count = 0;
        for (int i = 0; i < first.Length; i++)
        {
            if (isRepeated[first[i]])
                (candidates[count], contents[count++]) = (candidates[i], contents[i]);
        }

        return (candidates[..count], contents[..count]);
    }
}
