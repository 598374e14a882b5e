using System.Text;
using Bq2.Efi.Coff;
using Bq2.Efi.Pe;

namespace Bq2.Efi.Link;

internal sealed partial class LinkRun
{
    private readonly HashSet<(CoffArchive, int)> _pulled = [];
    private readonly List<int[]> _definitions = [];   // by object: which definition each of its symbols means
    private int _entry;

    /// <summary>Finds a definition for every name: in the objects, in archives, in what the linker itself supplies.</summary>
    private void Resolve()
    {
        AddObjects(0);
        _entry = Want(options.Entry);
        do
        {
            WantIncludes();
            WantAlternates();
        }
        while (PullMembers());

        SupplyRuntimeSymbols();
        FallBack();
        MakeCommons();
    }

    private void DefineSymbols(CoffObject added, int number)
    {
        var meanings = new int[added.SymbolCount];
        Array.Fill(meanings, -1);
        _definitions.Add(meanings);
        for (int i = 0; i < meanings.Length; i++)
        {
            var symbol = added.Symbol(i);
            meanings[i] = Define(symbol, new() { Object = number, Symbol = i, Section = SectionOf(symbol, number), Value = symbol.Value });
            i += symbol.AuxiliaryCount;
        }

        // Only now does every symbol of the object have its meaning, the ones to fall back on among them.
        for (int i = 0; i < meanings.Length; i++)
        {
            var symbol = added.Symbol(i);
            if (symbol.Class == SymbolClass.WeakExternal && _symbols[meanings[i]] is { IsDefined: false, Fallback: 0 })
                _symbols[meanings[i]].Fallback = meanings[added.WeakExternal(i).Fallback] + 1;
            i += symbol.AuxiliaryCount;
        }
    }

    private int SectionOf(in CoffSymbol symbol, int number) => symbol.SectionNumber switch
    {
        > 0 => _firstSections[number] + symbol.SectionNumber - 1,
        0 => Definition.Undefined,
        _ => Definition.Absolute,
    };

    private int Define(in CoffSymbol symbol, Definition definition) => symbol.Class switch
    {
        SymbolClass.External when symbol.IsCommon => DefineCommon(definition),
        SymbolClass.External => DefineExternal(definition),
        SymbolClass.WeakExternal => _symbols.FindOrAdd(definition with { Section = Definition.Undefined, Value = 0 }),
        _ => _symbols.AddLocal(definition),
    };

    private int DefineCommon(Definition definition)
    {
        int index = _symbols.FindOrAdd(definition with { Section = Definition.Undefined, Value = 0 });
        ref var known = ref _symbols[index];
        known.CommonLength = Math.Max(known.CommonLength, definition.Value);
        return index;
    }

    private int DefineExternal(Definition definition)
    {
        bool defines = definition.Section == Definition.Absolute || definition.IsDefined && !Sections[definition.Section].Dropped;
        int index = _symbols.FindOrAdd(defines ? definition : definition with { Section = Definition.Undefined, Value = 0, IsWanted = true });
        ref var known = ref _symbols[index];
        known.IsWanted |= !defines;
        bool isThis = known.Object == definition.Object && known.Symbol == definition.Symbol;
        if (!defines || isThis)
            return index;

        if (!known.IsDefined || known.Section >= 0 && Sections[known.Section].Dropped)
            known = definition;
        else if (known.Section != Definition.Absolute || known.Value != definition.Value || definition.Section != Definition.Absolute)
            _faults.Add(new("LNK006", $"{Text(_symbols.Name(definition))} is defined here and in {_objects[known.Object].Path}") { Path = _objects[definition.Object].Path });
        return index;
    }

    /// <summary>The definition of a name that no object need have asked for.</summary>
    private int Want(string name)
    {
        int index = _symbols.Find(Encoding.UTF8.GetBytes(name));
        if (index < 0)
        {
            // Names lie in objects; this one is made for it.
            var asking = new CoffBuilder(Machine);
            asking.Symbol(name);
            _objects.Add(CoffObject.Read("(the command line)", asking.ToBytes()));
            AddObjects(_objects.Count - 1);
            index = _symbols.Find(Encoding.UTF8.GetBytes(name));
        }

        _symbols[index].IsWanted = true;
        return index;
    }

    // Wanting one may bring an object that includes more.
    private void WantIncludes()
    {
        for (int i = 0; i < _includes.Count; i++)
            Want(_includes[i]);
    }

    // "Should nobody define a, take b": b is then looked for as if it had been asked for.
    private void WantAlternates()
    {
        foreach (var (name, alternate) in _alternates)
        {
            int index = _symbols.Find(Encoding.UTF8.GetBytes(name));
            if (index < 0 || _symbols[index].IsDefined || _symbols[index].Fallback != 0)
                continue;

            int fallback = Want(alternate);
            _symbols[index].Fallback = fallback + 1;
        }
    }

    /// <summary>Links the members of archives that define what is still wanted; the first archive that has a name gives it.</summary>
    private bool PullMembers()
    {
        int first = _objects.Count;
        for (int i = 0; i < _symbols.Count; i++)
        {
            var wanted = _symbols[i];
            if (wanted.IsDefined || !wanted.IsWanted || wanted.CommonLength != 0)
                continue;

            foreach (var archive in options.Libraries)
            {
                int member = archive.Find(_symbols.Name(wanted));
                if (member < 0)
                    continue;
                if (_pulled.Add((archive, member)))
                    _objects.Add(archive.ReadMember(member));
                break;
            }
        }

        CheckMachines();
        if (_objects.Count == first || Failed)
            return false;
        AddObjects(first);
        return true;
    }

    private void SupplyRuntimeSymbols()
    {
        var missing = RuntimeSymbols.For(Machine).Where(part => IsMissing(part.Name)).ToList();
        if (missing.Count == 0)
            return;

        _objects.Add(RuntimeSymbols.MakeObject(Machine, missing));
        AddObjects(_objects.Count - 1);

        bool IsMissing(string name)
        {
            int index = _symbols.Find(Encoding.ASCII.GetBytes(name));
            return index >= 0 && !_symbols[index].IsDefined;
        }
    }

    /// <summary>What nobody defines becomes what it falls back on, which may do so itself.</summary>
    private void FallBack()
    {
        for (int i = 0; i < _symbols.Count; i++)
        {
            int target = i, steps = 0;
            while (!_symbols[target].IsDefined && _symbols[target].Fallback != 0 && steps++ < _symbols.Count)
                target = _symbols[target].Fallback - 1;
            if (target != i && _symbols[target].IsDefined)
                (_symbols[i].Section, _symbols[i].Value) = (_symbols[target].Section, _symbols[target].Value);
        }
    }

    /// <summary>Room for the common symbols that nobody defined, aligned as link.exe does: to their size, at most 32.</summary>
    private void MakeCommons()
    {
        const uint GreatestAlignment = 32;
        var builder = new CoffBuilder(Machine);
        bool any = false;
        for (int i = 0; i < _symbols.Count; i++)
        {
            var common = _symbols[i];
            if (common.IsDefined || common.CommonLength == 0)
                continue;

            any = true;
            uint alignment = Math.Min(GreatestAlignment, System.Numerics.BitOperations.RoundUpToPowerOf2(common.CommonLength));
            builder.Symbol(Text(_symbols.Name(common)), builder.Reserve(".bss", common.CommonLength, alignment));
        }

        if (!any)
            return;
        _objects.Add(CoffObject.Read("(common symbols)", builder.ToBytes()));
        AddObjects(_objects.Count - 1);
    }

    private void CheckEntry()
    {
        var entry = _symbols[_entry];
        if (entry.Section < 0)
        {
            _faults.Add(new("LNK007", $"no object defines the entry point {options.Entry}")
            {
                Hint = $"""mark a static method with [UnmanagedCallersOnly(EntryPoint = "{options.Entry}")], or name another by --entry""",
            });
            return;
        }

        var home = _sections[entry.Section];
        if (home.Dropped || !home.Traits.HasFlag(SectionTraits.Execute) || entry.Value >= home.Length)
            _faults.Add(new("LNK016", $"the entry point {options.Entry} lies in no code of the image") { Path = _objects[home.Object].Path });
    }
}
