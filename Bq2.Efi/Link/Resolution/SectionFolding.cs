using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Bq2.Efi.Binary;
using Bq2.Efi.Coff;
using Bq2.Efi.Link.Inputs;
using Bq2.Efi.Pe;
using Bq2.Efi.Work;

namespace Bq2.Efi.Link.Resolution;

/// <summary>
/// Keeps one copy of equal read-only data, unwind information above all. Two sections are equal when their bytes are and their
/// relocations lead to the same places. Folding itself makes more of them equal, so it is repeated until nothing changes, or a few
/// times: what is left then is rare.
/// </summary>
internal sealed class SectionFolding
{
    private const int MaxRounds = 4;

    private readonly Resolved _resolved;
    private readonly Folding _kind;
    private readonly int[] _chosen;
    private readonly Selection _selection;

    // Sections whose address a program may compare with another, by section.
    private readonly bool[] _isCompared;

    private SectionFolding(Resolved resolved, Selection before, Folding kind)
    {
        (_resolved, _kind, _chosen) = (resolved, kind, before.Copy());
        _selection = new(_chosen);
        _isCompared = new bool[kind == Folding.Safe ? resolved.SectionCount : 0];
    }

    /// <summary>The selection with the copies left out: each has the section that stands for it.</summary>
    public static Selection Fold(Resolved resolved, Selection before, Folding kind)
    {
        if (kind == Folding.None)
            return before;
        var folding = new SectionFolding(resolved, before, kind);
        folding.Run();
        return folding._selection;
    }

    private void Run()
    {
        if (_kind == Folding.Safe)
            Cores.For(_resolved.Files.Length, FindCompared);
        int[] candidates = Candidates();
        var contents = new ulong[candidates.Length];
        InParts(contents.Length, (first, end) => HashContents(candidates.AsSpan(first..end), contents.AsSpan(first..end)));
        (candidates, contents) = OnlyRepeated(candidates, contents);
        for (int round = 0; round < MaxRounds && FoldOnce(candidates, contents); round++)
        {
        }
    }

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

    [MethodImpl(Hot.Path)]
    private bool FoldOnce(int[] candidates, ulong[] contents)
    {
        var hashes = new ulong[candidates.Length];
        InParts(
            hashes.Length,
            (from, end) => HashTargets(candidates.AsSpan(from..end), contents.AsSpan(from..end), hashes.AsSpan(from..end)));
        int[] first = EqualNumbers.FirstOfEach(hashes);
        bool any = false;
        for (int i = 0; i < candidates.Length; i++)
        {
            int section = candidates[i], stays = candidates[first[i]];
            if (first[i] == i || !_selection.Has(section) || !_selection.Has(stays)
                || !AreEqual(_resolved.Sections[section], _resolved.Sections[stays]))
                continue;

            _chosen[section] = stays;
            any = true;
        }

        return any;
    }

    private static void InParts(int count, Action<int, int> work)
    {
        const int Part = 8192;
        Cores.For((int)Align.Units(count, Part), part => work(part * Part, Math.Min(count, (part + 1) * Part)));
    }

    [MethodImpl(Hot.Path)]
    private void HashContents(ReadOnlySpan<int> candidates, Span<ulong> hashes)
    {
        for (int i = 0; i < candidates.Length; i++)
        {
            ref var section = ref _resolved.Sections[candidates[i]];
            var bytes = _resolved.Files[section.Object].Bytes;
            ref readonly var header = ref _resolved.Files[section.Object].Sections[section.Index];
            var data = CoffObject.Data(bytes, header);
            ulong hash = Mix(section.Length, (ulong)(section.Traits & ~SectionTraits.AlignMask));
            foreach (ulong word in MemoryMarshal.Cast<byte, ulong>(data))
                hash = Mix(hash, word);
            foreach (byte rest in data[(data.Length & ~7)..])
                hash = Mix(hash, rest);
            foreach (ref readonly var relocation in CoffObject.Relocations(bytes, header))
                hash = Mix(hash, (ulong)relocation.Offset << 16 | relocation.Type);
            hashes[i] = hash;
        }
    }

    [MethodImpl(Hot.Path)]
    private void HashTargets(ReadOnlySpan<int> candidates, ReadOnlySpan<ulong> contents, Span<ulong> hashes)
    {
        for (int i = 0; i < candidates.Length; i++)
        {
            ref var section = ref _resolved.Sections[candidates[i]];
            ulong hash = contents[i];
            foreach (ref readonly var relocation in _resolved.Files[section.Object].Relocations(section.Index))
            {
                var place = StayingPlace(section, relocation);
                hash = Mix(hash, (ulong)(uint)place.Section << 32 | place.Value);
            }

            hashes[i] = hash;
        }
    }

    [MethodImpl(Hot.Path)]
    private bool AreEqual(in InputSection a, in InputSection b)
    {
        var relocations = _resolved.Files[a.Object].Relocations(a.Index);
        var others = _resolved.Files[b.Object].Relocations(b.Index);
        bool alike = (a.Traits & ~SectionTraits.AlignMask) == (b.Traits & ~SectionTraits.AlignMask)
            && a.Group == b.Group && _resolved.DataOf(a).SequenceEqual(_resolved.DataOf(b)) && relocations.Length == others.Length;
        for (int i = 0; alike && i < relocations.Length; i++)
        {
            alike = relocations[i].Offset == others[i].Offset && relocations[i].Type == others[i].Type
                && StayingPlace(a, relocations[i]) == StayingPlace(b, others[i]);
        }

        return alike;
    }

    [MethodImpl(Hot.Path)]
    private SymbolPlace StayingPlace(in InputSection section, in CoffRelocation relocation)
    {
        var place = _resolved.Linked[section.Object].PlaceOf(relocation);
        return place.Section < 0 ? place : place with { Section = StayingFor(place.Section) };
    }

    // What is left out stands for itself: two references to it are equal all the same.
    [MethodImpl(Hot.Path)]
    private int StayingFor(int section)
    {
        while (_chosen[section] is >= 0 and var stays && stays != section)
            section = stays;
        return section;
    }

    private static ulong Mix(ulong hash, ulong value) => BitOperations.RotateLeft(hash ^ value, 29) * 0x9e37_79b9_7f4a_7c15;
}
