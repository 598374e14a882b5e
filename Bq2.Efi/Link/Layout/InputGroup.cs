using System.Runtime.CompilerServices;
using Bq2.Efi.Link.Inputs;
using Bq2.Efi.Work;

namespace Bq2.Efi.Link.Layout;

/// <summary>The sections of one group that are in the image, in the order in which they lie.</summary>
internal sealed class InputGroup(SectionGroup group)
{
    private readonly List<int> _inputs = [];

    public SectionGroup Group => group;

    public IReadOnlyList<int> Inputs => _inputs;

    public int First => _inputs[0];

    public int Last => _inputs[^1];

    /// <summary>Whether one of them has bytes.</summary>
    public bool HasContent { get; private set; }

    public bool ReservesOnly => group.ReservesOnly;

    public bool IsUnwindTable => group.IsUnwindTable;

    [MethodImpl(Hot.Part)]
    public void Add(int section, bool hasContent)
    {
        _inputs.Add(section);
        HasContent |= hasContent;
    }

    /// <summary>
    /// Sorts them, but for initialisers: those run in the order in which they stand in their object, COMDATs among the others.
    /// </summary>
    [MethodImpl(Hot.Path)]
    public void SortBy(Comparison<int> compare)
    {
        if (group.IsInitializers)
            return;

        for (int i = 1; i < _inputs.Count; i++)
        {
            if (compare(_inputs[i - 1], _inputs[i]) <= 0)
                continue;
            _inputs.Sort(compare);
            return;
        }
    }

    public void AppendTo(List<int> inputs) => inputs.AddRange(_inputs);
}
