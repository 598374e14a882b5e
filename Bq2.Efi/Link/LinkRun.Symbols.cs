using System.Numerics;
using System.Text;
using Bq2.Efi.Coff;
using Bq2.Efi.Pe;

namespace Bq2.Efi.Link;

internal sealed partial class LinkRun
{
    // Longer chains are loops.
    private const int GreatestFallback = 64;

    private readonly HashSet<(CoffArchive, int)> _pulled = [];
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

    /// <summary>What an object says of a name, against what others have said before it.</summary>
    private void Define(int number, int row, uint hash)
    {
        var symbol = _objects[number].Symbol(row);
        ref var known = ref _symbols[_linked[number].Meanings[row]];
        if (symbol.Class == SymbolClass.WeakExternal)
        {
            int fallback = _linked[number].Meanings[_objects[number].WeakExternal(row).Fallback];
            if (known.Fallback == 0 && fallback >= 0)
                known.Fallback = fallback + 1;
            return;
        }

        int section = SectionOf(symbol, _linked[number]);
        bool defines = section == Definition.Absolute || section >= 0 && !_sections[section].Dropped;
        if (symbol.IsCommon)
            known.CommonLength = Math.Max(known.CommonLength, symbol.Value);
        else if (!defines)
            known.IsWanted = true;
        else if (!known.IsDefined || known.Section >= 0 && _sections[known.Section].Dropped)
            (known.Object, known.Symbol, known.Section, known.Value) = (number, row, section, symbol.Value);
        else if (section != Definition.Absolute || known.Section != Definition.Absolute || known.Value != symbol.Value)
            AddFault(number, row, "LNK006", $"{NameOfSymbol(number, row)} is defined here and in {_objects[known.Object].Path}");
    }

    private static int SectionOf(in CoffSymbol symbol, LinkedObject holder) => symbol.SectionNumber switch
    {
        > 0 => holder.FirstSection + symbol.SectionNumber - 1,
        0 => Definition.Undefined,
        _ => Definition.Absolute,
    };

    /// <summary>The index of a name that no object need have said.</summary>
    private int Want(string name)
    {
        int index = _symbols.Find(Encoding.UTF8.GetBytes(name));
        if (index < 0)
        {
            // Names lie in objects; this one is made for it.
            var asking = new CoffBuilder(Machine);
            asking.Symbol(name);
            AddObject("(the command line)", asking);
            index = _symbols.Find(Encoding.UTF8.GetBytes(name));
        }

        _symbols[index].IsWanted = true;
        return index;
    }

    private void AddObject(string path, CoffBuilder builder)
    {
        _objects.Add(CoffObject.Read(path, builder.ToBytes()));
        AddObjects(_objects.Count - 1);
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
        foreach (var (name, alternate) in _alternates.ToArray())
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
        if (options.Libraries.Count == 0)
            return false;

        int first = _objects.Count;
        foreach (var (archive, member) in WantedMembers())
            _objects.Add(archive.ReadMember(member));

        CheckMachines();
        if (_objects.Count == first || Failed)
            return false;
        AddObjects(first);
        return true;
    }

    // In the order in which the objects said the names.
    private List<(CoffArchive Archive, int Member)> WantedMembers()
    {
        var members = new List<(CoffArchive, int)>();
        var wanted = _symbols.Indices.Select(index => _symbols[index]).Where(known => !known.IsDefined && known.IsWanted && known.CommonLength == 0);
        foreach (var name in wanted.OrderBy(known => known.Object).ThenBy(known => known.Symbol))
        {
            foreach (var archive in options.Libraries)
            {
                int member = archive.Find(_symbols.Name(name));
                if (member < 0)
                    continue;
                if (_pulled.Add((archive, member)))
                    members.Add((archive, member));
                break;
            }
        }

        return members;
    }

    private void SupplyRuntimeSymbols()
    {
        var missing = RuntimeSymbols.For(Machine).Where(part => IsMissing(part.Name) && (part.Call is not { } call || IsDefined(call.Target))).ToList();
        if (missing.Count > 0)
            AddObject("(supplied by the linker)", RuntimeSymbols.MakeObject(Machine, missing));

        bool IsMissing(string name)
        {
            int index = _symbols.Find(Encoding.ASCII.GetBytes(name));
            return index >= 0 && !_symbols[index].IsDefined;
        }

        bool IsDefined(string name)
        {
            int index = _symbols.Find(Encoding.ASCII.GetBytes(name));
            return index >= 0 && _symbols[index].IsDefined;
        }
    }

    /// <summary>What nobody defines becomes what it falls back on, which may do so itself.</summary>
    private void FallBack()
    {
        foreach (int index in _symbols.Indices)
        {
            int target = index, steps = 0;
            while (!_symbols[target].IsDefined && _symbols[target].Fallback != 0 && steps++ < GreatestFallback)
                target = _symbols[target].Fallback - 1;
            if (target != index && _symbols[target].IsDefined)
                (_symbols[index].Section, _symbols[index].Value) = (_symbols[target].Section, _symbols[target].Value);
        }
    }

    /// <summary>Room for the common symbols that nobody defined, aligned as link.exe does: to their size, at most 32.</summary>
    private void MakeCommons()
    {
        const uint GreatestAlignment = 32;
        var commons = _symbols.Indices.Select(index => _symbols[index]).Where(known => !known.IsDefined && known.CommonLength != 0).ToList();
        if (commons.Count == 0)
            return;

        var builder = new CoffBuilder(Machine);
        foreach (var common in commons.OrderBy(known => known.Object).ThenBy(known => known.Symbol))
        {
            uint alignment = Math.Clamp(BitOperations.RoundUpToPowerOf2(common.CommonLength), 1, GreatestAlignment);
            builder.Symbol(Text(_symbols.Name(common)), builder.Reserve(".bss", common.CommonLength, alignment));
        }

        AddObject("(common symbols)", builder);
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
