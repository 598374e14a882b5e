using System.Runtime.CompilerServices;
using Bq2.Efi.Coff;
using Bq2.Efi.Link.Inputs;
using Bq2.Efi.Link.Names;
using Bq2.Efi.Work;

namespace Bq2.Efi.Link.Resolution;

/// <summary>Of the COMDAT sections that objects bring under one name one stays, and with it what is associated with it.</summary>
internal sealed class ComdatRules(InputSet inputs, SymbolTable symbols, LinkFaults faults)
{
    /// <summary>Finds each external name of a shard its place in the symbol table, and lets COMDAT sections of one name compete.</summary>
    [MethodImpl(Hot.Path)]
    public void Intern(int first, int shard)
    {
        int names = 0;
        for (int number = first; number < inputs.Objects.Count; number++)
            names += inputs.Linked[number].InShard(shard).Length;
        symbols.MakeRoom(shard, names);

        for (int number = first; number < inputs.Objects.Count; number++)
        {
            var linked = inputs.Linked[number];
            var bytes = inputs.Objects[number].Bytes;
            foreach (ref var external in linked.InShard(shard))
            {
                external.Name = symbols.FindOrAdd(bytes, number, external);
                if (external.IsLeader)
                    Compete(linked.Places[external.Row].Section, external.Name);
            }
        }
    }

    /// <summary>The section against the one that another object brought under the leader's name.</summary>
    [MethodImpl(Hot.Path)]
    private void Compete(int section, int name)
    {
        var sections = inputs.Sections;
        ref var leads = ref symbols[name].Leads;
        ref var comes = ref sections[section];
        if (comes.Selection > ComdatSelection.Largest)
            NoteRule(section, comes);
        if (leads == Definition.NoSection)
        {
            leads = section;
            return;
        }

        // Compilers disagree on which of these two goes with a vtable; link.exe and lld take the larger.
        ref var stays = ref sections[leads];
        var rule = comes.Selection;
        if ((rule, stays.Selection) is (ComdatSelection.Any, ComdatSelection.Largest) or (ComdatSelection.Largest, ComdatSelection.Any))
            rule = stays.Selection = ComdatSelection.Largest;

        if (rule == ComdatSelection.Largest && comes.Length > stays.Length)
        {
            stays.Dropped = true;
            leads = section;
            return;
        }

        // Where no duplicates are allowed both stay, and the double definition is reported when symbols are defined.
        comes.Dropped |= rule != ComdatSelection.NoDuplicates;
        if (rule != stays.Selection || rule == ComdatSelection.SameSize && comes.Length != stays.Length
            || rule == ComdatSelection.ExactMatch && !inputs.DataOf(comes).SequenceEqual(inputs.DataOf(stays)))
            NoteMismatch(section, comes, stays.Object, rule);
    }

    private void NoteRule(int section, InputSection comes) =>
        faults.Note(comes.Object, section, EfiFaults.ComdatRule, () =>
            $"{inputs.NameOfSymbol(comes.Object, comes.Leader)} is to be chosen by rule {(int)comes.Selection}, which no linker knows");

    private void NoteMismatch(int section, InputSection comes, int other, ComdatSelection rule) =>
        faults.Note(comes.Object, section, EfiFaults.ComdatMismatch, () =>
            $"{CppName.Show(inputs.NameOfSymbol(comes.Object, comes.Leader))} is not the same here as in "
            + $"{inputs.Objects[other].Path}, and its rule is {rule}");

    /// <summary>An associative section goes when its parent goes, which may itself have one.</summary>
    [MethodImpl(Hot.Path)]
    public void DropWithParents(int number)
    {
        foreach (int section in inputs.Linked[number].Associated)
        {
            int root = RootOf(number, section);
            if (root != section)
                inputs.Sections[section].Dropped |= inputs.Sections[root].Dropped;
        }
    }

    /// <summary>
    /// The section at the end of a chain of parents. All on the way become its children, so that no chain is walked twice.
    /// </summary>
    [MethodImpl(Hot.Path)]
    private int RootOf(int number, int section)
    {
        var linked = inputs.Linked[number];
        var sections = inputs.Sections;
        int root = section;
        for (int steps = 0; sections[root].Parent != InputSection.None; steps++)
        {
            int parent = sections[root].Parent;
            if (parent >= linked.FirstSection && parent < linked.EndSection && steps < linked.EndSection - linked.FirstSection)
            {
                root = parent;
                continue;
            }

            NoteCircle(number, section);
            sections[root].Parent = InputSection.None;
        }

        for (int child = section; child != root;)
            (child, sections[child].Parent) = (sections[child].Parent, root);
        return root;
    }

    private void NoteCircle(int number, int section)
    {
        int index = inputs.Sections[section].Index + 1;
        faults.Note(number, section, EfiFaults.AssociativeCircle, () =>
            $"section {index} is associated with others that lead to no section of their own");
    }
}
