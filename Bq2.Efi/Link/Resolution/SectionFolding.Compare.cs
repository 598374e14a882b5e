using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Bq2.Efi.Binary;
using Bq2.Efi.Coff;
using Bq2.Efi.Link.Inputs;
using Bq2.Efi.Pe;
using Bq2.Efi.Work;

namespace Bq2.Efi.Link.Resolution;

internal sealed partial class SectionFolding
{
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
