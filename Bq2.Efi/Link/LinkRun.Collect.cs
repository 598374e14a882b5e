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

        var isNeeded = new bool[_sections.Length];
        var pending = new Stack<int>();
        var (firstChild, nextChild) = Children();
        for (int s = 0; s < isNeeded.Length; s++)
        {
            if (!_sections[s].IsComdat)
                Need(s);
        }

        Need(_symbols[_entry].Section);
        foreach (string name in _includes)
            Need(_symbols[Want(name)].Section);
        while (pending.TryPop(out int section))
            NeedWhatItRefersTo(section);
        for (int s = 0; s < isNeeded.Length; s++)
            _sections[s].Dropped |= !isNeeded[s];

        void NeedWhatItRefersTo(int s)
        {
            int number = _sections[s].Object;
            foreach (ref readonly var relocation in _objects[number].Relocations(_sections[s].Index))
                Need(TargetOf(number, relocation, out _).Section);
            for (int child = firstChild[s]; child != InputSection.None; child = nextChild[child])
                Need(child);
        }

        void Need(int s)
        {
            if (s < 0 || isNeeded[s] || _sections[s].Dropped)
                return;
            isNeeded[s] = true;
            pending.Push(s);
        }
    }

    /// <summary>The sections that go with each section, as a chain.</summary>
    private (int[] First, int[] Next) Children()
    {
        var (first, next) = (new int[_sections.Length], new int[_sections.Length]);
        first.AsSpan().Fill(InputSection.None);
        for (int s = 0; s < _sections.Length; s++)
        {
            int parent = _sections[s].Parent;
            if (parent != InputSection.None)
                (next[s], first[parent]) = (first[parent], s);
        }

        return (first, next);
    }
}
