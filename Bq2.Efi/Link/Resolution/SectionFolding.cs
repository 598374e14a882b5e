using System.Runtime.CompilerServices;
using Bq2.Efi.Work;

namespace Bq2.Efi.Link.Resolution;

/// <summary>
/// Keeps one copy of equal read-only data, unwind information above all. Two sections are equal when their bytes are and their
/// relocations lead to the same places. Folding itself makes more of them equal, so it is repeated until nothing changes, or a few
/// times: what is left then is rare.
/// </summary>
internal sealed partial class SectionFolding
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
}
