using System.Runtime.InteropServices;
using Bq2.Efi.Coff;
using Bq2.Efi.Pe;

namespace Bq2.Efi.Link;

internal sealed partial class LinkRun
{
    private const int FoldRounds = 4;

    private readonly Dictionary<int, int> _folded = [];   // a section that went, and the equal one that stays for it

    /// <summary>
    /// Of read-only data that is equal one copy stays: unwind information above all. Two sections are equal when their
    /// bytes are and their relocations lead to the same places, which folding itself makes more likely: so again until
    /// nothing changes, or a few times, as what is left then is rare.
    /// </summary>
    private void Fold()
    {
        if (!options.Fold)
            return;

        for (int round = 0; round < FoldRounds && FoldOnce(); round++)
        {
        }
    }

    private bool FoldOnce()
    {
        var sections = Sections;
        var first = new Dictionary<ulong, int>();
        bool any = false;
        for (int s = 0; s < sections.Length; s++)
        {
            if (!MayFold(sections[s]) || first.TryAdd(HashOf(sections[s]), s))
                continue;

            int other = first[HashOf(sections[s])];
            if (!AreEqual(sections[s], sections[other]))
                continue;
            sections[s].Dropped = true;
            sections[other].Alignment = Math.Max(sections[other].Alignment, sections[s].Alignment);
            _folded[s] = other;
            any = true;
        }

        return any;
    }

    // Code is left alone: a program may compare the addresses of two functions.
    private static bool MayFold(in InputSection section) =>
        !section.Dropped && section.IsComdat && section.Length > 0
        && (section.Traits & (SectionTraits.Write | SectionTraits.Execute | SectionTraits.UninitializedData)) == 0;

    private ulong HashOf(in InputSection section)
    {
        ulong hash = Mix(section.Length, (ulong)section.Traits & ~(ulong)SectionTraits.AlignMask);
        var data = DataOf(section);
        foreach (ulong word in MemoryMarshal.Cast<byte, ulong>(data))
            hash = Mix(hash, word);
        foreach (byte rest in data[(data.Length & ~7)..])
            hash = Mix(hash, rest);
        foreach (var relocation in _objects[section.Object].Relocations(section.Index))
            hash = Mix(Mix(hash, (ulong)relocation.Offset << 16 | relocation.Type), PlaceOf(section, relocation));
        return hash;
    }

    private bool AreEqual(in InputSection a, in InputSection b)
    {
        var relocations = _objects[a.Object].Relocations(a.Index);
        var others = _objects[b.Object].Relocations(b.Index);
        bool alike = (a.Traits & ~SectionTraits.AlignMask) == (b.Traits & ~SectionTraits.AlignMask)
            && NameOf(a).SequenceEqual(NameOf(b)) && DataOf(a).SequenceEqual(DataOf(b)) && relocations.Length == others.Length;
        for (int i = 0; alike && i < relocations.Length; i++)
        {
            alike = relocations[i].Offset == others[i].Offset && relocations[i].Type == others[i].Type
                && PlaceOf(a, relocations[i]) == PlaceOf(b, others[i]);
        }

        return alike;
    }

    private ReadOnlySpan<byte> NameOf(in InputSection section) => _objects[section.Object].SectionName(section.Index);

    /// <summary>Where a relocation leads, as one number: the section that stays, and the offset in it.</summary>
    private ulong PlaceOf(in InputSection section, in CoffRelocation relocation)
    {
        int index = MeaningOf(_definitions[section.Object], relocation);
        if (index < 0)
            return ulong.MaxValue;
        var target = _symbols[index];
        return (ulong)(uint)Staying(target.Section) << 32 | target.Value;
    }

    private int Staying(int section)
    {
        while (_folded.TryGetValue(section, out int other))
            section = other;
        return section;
    }

    private static ulong Mix(ulong hash, ulong value) => System.Numerics.BitOperations.RotateLeft(hash ^ value, 29) * 0x9e37_79b9_7f4a_7c15;
}
