using System.Runtime.CompilerServices;
using Bq2.Efi.Coff;
using Bq2.Efi.Link.Inputs;
using Bq2.Efi.Work;

namespace Bq2.Efi.Link.Resolution;

/// <summary>
/// Leaves out the sections that nothing needs. What is not a COMDAT section stays, as with link.exe and lld: only for the others has
/// the compiler promised that nobody counts on them being there.
/// </summary>
internal sealed class Collector
{
    private readonly Resolved _resolved;
    private readonly Needs _needs;

    private Collector(Resolved resolved)
    {
        _resolved = resolved;
        _needs = new(resolved.SectionCount, resolved.Files.Length);
    }

    /// <summary>The sections that were not dropped when names were resolved; if asked, only those that are needed.</summary>
    public static Selection Select(Resolved resolved, bool onlyNeeded)
    {
        int[] chosen = GC.AllocateUninitializedArray<int>(resolved.SectionCount);
        if (onlyNeeded)
            new Collector(resolved).Collect(chosen);
        else
            SelectAll(resolved.Sections, chosen);
        return new(chosen);
    }

    [MethodImpl(Hot.Path)]
    private static void SelectAll(InputSection[] sections, int[] chosen)
    {
        for (int s = 0; s < chosen.Length; s++)
            chosen[s] = sections[s].Dropped ? Selection.None : s;
    }

    private void Collect(int[] chosen)
    {
        int objects = _resolved.Files.Length;
        Cores.For(objects, NeedRoots);
        NeedName(_resolved.Entry);
        foreach (string name in _resolved.Requests.Includes)
            NeedName(_resolved.Symbols.Find(name));

        while (_needs.HandOver(_resolved.Sections) is { Count: > 0 } awake)
            Cores.For(awake.Count, i => Follow(awake[i]));
        Cores.For(objects, number => Choose(number, chosen));
    }

    [MethodImpl(Hot.Path)]
    private void NeedRoots(int number)
    {
        var linked = _resolved.Linked[number];
        for (int s = linked.FirstSection; s < linked.EndSection; s++)
        {
            ref var section = ref _resolved.Sections[s];
            if (section.Dropped)
                _needs.Deny(s);
            else if (!section.IsComdat && _resolved.Groups[section.Group].IsFrameTable)
                _needs.Keep(s);
            else if (!section.IsComdat)
                _needs.Add(number, s);
        }

        foreach (int child in linked.Associated)
        {
            // One that was associated with itself has no parent left.
            if (_resolved.Sections[child].Parent is >= 0 and var parent)
                _needs.AddChild(parent, child);
        }
    }

    private void NeedName(int name)
    {
        if (_resolved.Symbols[name].Place.Section is >= 0 and var section)
            _needs.Add(_resolved.Sections[section].Object, section);
    }

    [MethodImpl(Hot.Path)]
    private void Follow(int number)
    {
        var linked = _resolved.Linked[number];
        var bytes = _resolved.Files[number].Bytes;
        var headers = _resolved.Files[number].Sections;
        while (_needs.TryTake(number, out int section))
        {
            foreach (ref readonly var relocation in CoffObject.Relocations(bytes, headers[section - linked.FirstSection]))
            {
                int target = linked.PlaceOf(relocation).Section;
                if (target >= linked.FirstSection && target < linked.EndSection)
                    _needs.Add(number, target);
                else if (target >= 0)
                    _needs.AddOfOther(number, target);
            }
        }
    }

    [MethodImpl(Hot.Path)]
    private void Choose(int number, int[] chosen)
    {
        var linked = _resolved.Linked[number];
        for (int s = linked.FirstSection; s < linked.EndSection; s++)
            chosen[s] = _resolved.Sections[s].Dropped || !_needs.Has(s) ? Selection.None : s;
    }
}
