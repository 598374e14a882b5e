using System.Runtime.CompilerServices;
using Bq2.Efi.Link.Resolution;
using Bq2.Efi.Pe;
using Bq2.Efi.Work;

namespace Bq2.Efi.Link.Layout;

/// <summary>The sections of the image's inputs, dealt out to their groups; the groups come in the order of their first section.</summary>
internal sealed class InputGroups
{
    private readonly Resolved _resolved;
    private readonly Selection _selection;
    private readonly List<InputGroup> _groups = [];

    // Alignments of sections that stand for another that asked for more; null where there are none, which is usual.
    private Dictionary<int, uint>? _raised;

    private InputGroups(Resolved resolved, Selection selection) => (_resolved, _selection) = (resolved, selection);

    public List<InputGroup> All => _groups;

    /// <summary>The alignment of the image's sections: a page, or what an input asks for beyond that.</summary>
    public uint SectionAlignment { get; private set; } = PeHeaders.MinSectionAlignment;

    public static InputGroups Of(Resolved resolved, Selection selection)
    {
        var made = new InputGroups(resolved, selection);
        made.DealOut();
        Cores.For(made._groups.Count, i => made._groups[i].SortBy(made.Compare));
        return made;
    }

    public uint AlignmentOf(int section)
    {
        uint own = _resolved.Sections[section].Alignment;
        return _raised is not null && _raised.TryGetValue(section, out uint raised) ? raised : own;
    }

    [MethodImpl(Hot.Path)]
    private void DealOut()
    {
        var groups = new InputGroup?[_resolved.Groups.Count];
        for (int s = 0; s < _resolved.SectionCount; s++)
        {
            int stays = _selection.For(s);
            if (stays != s)
            {
                if (stays != Selection.None)
                    Raise(stays, _resolved.Sections[s].Alignment);
                continue;
            }

            ref var input = ref _resolved.Sections[s];
            ref var group = ref groups[input.Group];
            if (group is null)
                _groups.Add(group = new(_resolved.Groups[input.Group]));
            group.Add(s, input.Length > 0);
            if (input.Alignment > SectionAlignment)
                SectionAlignment = input.Alignment;
        }
    }

    private void Raise(int section, uint alignment)
    {
        if (alignment <= AlignmentOf(section))
            return;
        (_raised ??= [])[section] = alignment;
        SectionAlignment = Math.Max(SectionAlignment, alignment);
    }

    /// <summary>
    /// Objects are in order already; within one, plain sections come before COMDATs, and those in the order of their symbols.
    /// </summary>
    [MethodImpl(Hot.Path)]
    private int Compare(int a, int b)
    {
        ref var first = ref _resolved.Sections[a];
        ref var second = ref _resolved.Sections[b];
        int order = first.Object.CompareTo(second.Object);
        if (order == 0)
            order = first.Rank.CompareTo(second.Rank);
        return order != 0 ? order : a.CompareTo(b);
    }
}
