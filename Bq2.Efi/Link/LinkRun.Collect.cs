using System.Runtime.CompilerServices;
using Bq2.Efi.Coff;
using Bq2.Efi.Work;

namespace Bq2.Efi.Link;

internal sealed partial class LinkRun
{
    /// <summary>
    /// Drops the sections that nothing needs. What is no COMDAT section stays, as with link.exe and lld: only of the
    /// others has the compiler promised that nobody counts on them being there.
    /// </summary>
    private void Collect()
    {
        if (!options.Collect)
            return;

        var needs = new Needs(_sectionCount, _objects.Count);
        Cores.For(_objects.Count, number => NeedRoots(number, needs));
        NeedName(_entry, needs);
        foreach (string name in _includes)
            NeedName(Want(name), needs);

        while (needs.HandOver(_sections) is { Count: > 0 } awake)
            Cores.For(awake.Count, i => Follow(awake[i], needs));
        Cores.For(_objects.Count, number => DropUnneeded(number, needs));
    }

    [MethodImpl(Hot.Path)]
    private void NeedRoots(int number, Needs needs)
    {
        var linked = _linked[number];
        for (int s = linked.FirstSection; s < linked.EndSection; s++)
        {
            ref var section = ref _sections[s];
            if (section.Dropped)
                needs.Deny(s);
            else if (!section.IsComdat && _groups[section.Group].IsFrameTable)
                needs.Keep(s);
            else if (!section.IsComdat)
                needs.Add(number, s);
        }

        foreach (int child in linked.Associated)
        {
            // One that was to go with itself has no parent left.
            if (_sections[child].Parent is >= 0 and var parent)
                needs.AddChild(parent, child);
        }
    }

    private void NeedName(int name, Needs needs)
    {
        if (_symbols[name].Place.Section is >= 0 and var section)
            needs.Add(_sections[section].Object, section);
    }

    [MethodImpl(Hot.Path)]
    private void Follow(int number, Needs needs)
    {
        var linked = _linked[number];
        var bytes = _objects[number].Bytes;
        var headers = _objects[number].Sections;
        while (needs.TryTake(number, out int section))
        {
            foreach (ref readonly var relocation in CoffObject.Relocations(bytes, headers[section - linked.FirstSection]))
            {
                int target = linked.PlaceOf(relocation).Section;
                if (target >= linked.FirstSection && target < linked.EndSection)
                    needs.Add(number, target);
                else if (target >= 0)
                    needs.AddOfOther(number, target);
            }
        }
    }

    [MethodImpl(Hot.Path)]
    private void DropUnneeded(int number, Needs needs)
    {
        for (int s = _linked[number].FirstSection; s < _linked[number].EndSection; s++)
            _sections[s].Dropped |= !needs.Has(s);
    }
}
