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
        int[] candidates = [.. Enumerable.Range(0, _sections.Length).Where(s => MayFold(_sections[s]))];
        var hashes = new ulong[candidates.Length];
        Parallel.For(0, candidates.Length, i => hashes[i] = HashOf(_sections[candidates[i]]));

        var first = new Dictionary<ulong, int>(candidates.Length);
        bool any = false;
        for (int i = 0; i < candidates.Length; i++)
        {
            ref var section = ref _sections[candidates[i]];
            if (first.TryAdd(hashes[i], candidates[i]) || !AreEqual(section, _sections[first[hashes[i]]]))
                continue;

            ref var stays = ref _sections[first[hashes[i]]];
            section.Dropped = true;
            stays.Alignment = Math.Max(stays.Alignment, section.Alignment);
            _folded[candidates[i]] = first[hashes[i]];
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
        foreach (ref readonly var relocation in _objects[section.Object].Relocations(section.Index))
        {
            var (target, value) = PlaceOf(section, relocation);
            hash = Mix(Mix(hash, (ulong)relocation.Offset << 16 | relocation.Type), (ulong)(uint)target << 32 | value);
        }

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

    private (int, uint) PlaceOf(in InputSection section, in CoffRelocation relocation) => TargetOf(section.Object, relocation, out _);

    private int Staying(int section)
    {
        if (_folded.Count == 0)
            return section;
        while (_folded.TryGetValue(section, out int other))
            section = other;
        return section;
    }

    private static ulong Mix(ulong hash, ulong value) => System.Numerics.BitOperations.RotateLeft(hash ^ value, 29) * 0x9e37_79b9_7f4a_7c15;
}
