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

        var isNeeded = new bool[_sections.Count];
        var pending = new Stack<int>();
        var children = ChildrenByParent();
        for (int s = 0; s < isNeeded.Length; s++)
        {
            if (!_sections[s].Dropped && !_sections[s].IsComdat)
                Need(s);
        }

        NeedSymbol(_entry);
        foreach (string name in _includes)
            NeedSymbol(Want(name));
        while (pending.TryPop(out int section))
            NeedWhatItRefersTo(section);

        var sections = Sections;
        for (int s = 0; s < isNeeded.Length; s++)
            sections[s].Dropped |= !isNeeded[s];

        void NeedWhatItRefersTo(int s)
        {
            var meanings = _definitions[_sections[s].Object];
            foreach (var relocation in _objects[_sections[s].Object].Relocations(_sections[s].Index))
            {
                if (MeaningOf(meanings, relocation) is >= 0 and var symbol)
                    NeedSymbol(symbol);
            }

            foreach (int child in children[s])
                Need(child);
        }

        void NeedSymbol(int symbol)
        {
            if (_symbols[symbol].Section >= 0)
                Need(_symbols[symbol].Section);
        }

        void Need(int s)
        {
            if (isNeeded[s] || _sections[s].Dropped)
                return;
            isNeeded[s] = true;
            pending.Push(s);
        }
    }

    private ILookup<int, int> ChildrenByParent() => Enumerable.Range(0, _sections.Count)
        .Where(s => _sections[s].Parent != InputSection.NoParent)
        .ToLookup(s => _sections[s].Parent);
}
