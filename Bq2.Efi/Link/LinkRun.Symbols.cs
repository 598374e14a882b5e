using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;
using Bq2.Efi.Coff;
using Bq2.Efi.Pe;
using Bq2.Efi.Work;

namespace Bq2.Efi.Link;

internal sealed partial class LinkRun
{
    // Longer chains are loops.
    private const int GreatestFallback = 64;

    private readonly HashSet<(CoffArchive, int)> _pulled = [];
    private bool _hasWeak;
    private bool _hasCommons;
    private bool _hasUndefined;
    private int _entry;

    /// <summary>Finds a definition for every name: in the objects, in archives, in what the linker itself supplies.</summary>
    private void Resolve()
    {
        AddObjects(0);
        _entry = Want(options.Entry);
        do
        {
            WantIncludes();
        }
        while (PullMembers() || WantAlternates());

        if (Failed)
            return;
        SupplyRuntimeSymbols();
        FallBack();
        MakeCommons();
        MakeImports();
        Cores.For(_objects.Count, SettlePlaces);
    }

    [MethodImpl(Hot.Path)]
    private void Define(int first, int shard)
    {
        for (int number = first; number < _objects.Count; number++)
        {
            var linked = _linked[number];
            foreach (ref readonly var external in linked.InShard(shard))
                Define(number, external, linked.Places[external.Row]);
        }
    }

    /// <summary>What an object says of a name, against what others have said before it.</summary>
    [MethodImpl(Hot.Path)]
    private void Define(int number, in External external, SymbolPlace place)
    {
        ref var known = ref _symbols[external.Name];
        switch (external.Kind)
        {
            case ExternalKind.Weak:
                _hasWeak = true;
                int fallback = _linked[number].NameOf((int)_objects[number].WeakExternal(external.Row).Fallback);
                if (known.Fallback == 0 && fallback >= 0)
                    known.Fallback = fallback + 1;
                break;
            case ExternalKind.Common:
                _hasCommons = true;
                known.CommonLength = Math.Max(known.CommonLength, place.Value);
                break;
            case ExternalKind.Defined when place.Section < 0 || !_sections[place.Section].Dropped:
                if (!known.IsDefined || known.Place.Section >= 0 && _sections[known.Place.Section].Dropped)
                    (known.Object, known.Row, known.NamePlace, known.Place) = (number, external.Row, external.NamePlace, place);
                else if (place.Section >= 0 || known.Place != place)
                    AddFault(number, external.Row, EfiFaults.DuplicateSymbol, $"{CppName.Show(NameOfSymbol(number, external.Row))} is defined here and in {_objects[known.Object].Path}");
                break;
            default:
                known.IsWanted = true;
                break;
        }
    }

    /// <summary>The index of a name that no object need have said.</summary>
    private int Want(string name)
    {
        Introduce([name]);
        int index = Find(name);
        _symbols[index].IsWanted = true;
        return index;
    }

    private int Find(string name) => _symbols.Find(Encoding.UTF8.GetBytes(name));

    // Names lie in objects; one is made for those that nobody has said.
    private void Introduce(IEnumerable<string> names)
    {
        var unknown = names.Where(name => Find(name) < 0).Distinct().ToList();
        if (unknown.Count == 0)
            return;

        var asking = new CoffBuilder(Machine);
        unknown.ForEach(name => asking.Symbol(name));
        AddObject("(the command line)", asking);
    }

    private void AddObject(string path, CoffBuilder builder)
    {
        _objects.Add(CoffObject.Read(path, builder.ToBytes()));
        AddObjects(_objects.Count - 1);
    }

    private void WantIncludes()
    {
        Introduce(_includes);
        foreach (string name in _includes)
            Want(name);
    }

    /// <summary>
    /// "Should nobody define a, take b": b is then looked for as if it had been asked for. Only where not even an archive has a, so when
    /// there is no other member left to link. Answers whether there was such a name.
    /// </summary>
    private bool WantAlternates()
    {
        bool any = false;
        Introduce(_alternates.Where(pair => IsOpen(Find(pair.Name))).Select(pair => pair.Alternate));
        foreach (var (name, alternate) in _alternates)
        {
            int index = Find(name);
            if (!IsOpen(index))
                continue;
            (_symbols[index].Fallback, _symbols[index].IsAlternate) = (Want(alternate) + 1, true);
            _hasWeak = any = true;
        }

        return any;

        bool IsOpen(int index) => index >= 0 && !_symbols[index].IsDefined && _symbols[index].Fallback == 0;
    }

    /// <summary>Links the members of archives that define what is still wanted; the first archive that has a name gives it.</summary>
    /// <summary>With archives alone the one that defines the entry point gives the first object; all others follow from that.</summary>
    private void PullEntry()
    {
        foreach (var archive in options.Libraries)
        {
            int member = archive.Find(Encoding.UTF8.GetBytes(options.Entry));
            if (member < 0)
                continue;
            _pulled.Add((archive, member));
            _objects.Add(archive.ReadMember(member));
            return;
        }

        if (options.Libraries.Count > 0)
            _faults.Add(MissingEntry("no library", options.Libraries.SelectMany(archive => archive.Symbols.Select(symbol => (symbol, archive.Path)))));
    }

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
        var wanted = _symbols.Indices.Select(index => _symbols[index]).Where(known => !known.IsDefined && known.IsWanted && known.CommonLength == 0 && !IsWeaklyDefined(known));
        foreach (var name in wanted.OrderBy(known => known.Object).ThenBy(known => known.Row))
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

    // Where there is a function, only weakly so, archives are not searched for another, as with lld and everywhere else.
    private bool IsWeaklyDefined(in Definition known) =>
        known.Fallback > 0 && !known.IsAlternate && _symbols[known.Fallback - 1].Place.Section >= 0;

    private void SupplyRuntimeSymbols()
    {
        if (IsMissing(RuntimeSymbols.ImageBase))
            _symbols[Find(RuntimeSymbols.ImageBase)].Place = new(SymbolPlace.Image, 0);
        foreach (string name in RuntimeSymbols.Zeros.Where(IsMissing))
            _symbols[Find(name)].Place = new(SymbolPlace.Absolute, 0);

        var missing = RuntimeSymbols.For(Machine).Where(part => IsMissing(part.Name) && (part.Call is not { } call || IsDefined(call.Target))).ToList();
        if (missing.Count > 0)
            AddObject("(supplied by the linker)", RuntimeSymbols.MakeObject(Machine, missing));

        bool IsMissing(string name)
        {
            int index = Find(name);
            return index >= 0 && !_symbols[index].IsDefined;
        }

        bool IsDefined(string name)
        {
            int index = Find(name);
            return index >= 0 && _symbols[index].IsDefined;
        }
    }

    /// <summary>What nobody defines becomes what it falls back on, which may do so itself.</summary>
    private void FallBack()
    {
        if (!_hasWeak)
            return;

        foreach (int index in _symbols.Indices)
        {
            int target = index, steps = 0;
            while (!_symbols[target].IsDefined && _symbols[target].Fallback != 0 && steps++ < GreatestFallback)
                target = _symbols[target].Fallback - 1;
            if (target != index && _symbols[target].IsDefined)
                _symbols[index].Place = _symbols[target].Place;
        }
    }

    /// <summary>Room for the common symbols that nobody defined, aligned as link.exe does: to their size, at most 32, unless an object asks for more.</summary>
    private void MakeCommons()
    {
        const uint GreatestAlignment = 32;
        if (!_hasCommons)
            return;

        var builder = new CoffBuilder(Machine);
        var commons = _symbols.Indices.Select(index => _symbols[index]).Where(known => !known.IsDefined && known.CommonLength != 0);
        foreach (var common in commons.OrderBy(known => known.Object).ThenBy(known => known.Row))
        {
            uint alignment = Math.Clamp(BitOperations.RoundUpToPowerOf2(common.CommonLength), 1, GreatestAlignment);
            string name = Text(_symbols.Name(common));
            builder.Symbol(name, builder.Reserve(".bss", common.CommonLength, Math.Max(alignment, _commonAlignments.GetValueOrDefault(name))));
        }

        AddObject("(common symbols)", builder);
    }

    /// <summary>
    /// Code that was compiled to import a function reads the function's address from a pointer. Where the function is in the
    /// image the pointer is made here, as link.exe and lld do.
    /// </summary>
    private void MakeImports()
    {
        const string Prefix = "__imp_";
        var builder = new CoffBuilder(Machine);
        var imports = _symbols.UndefinedWith("__imp_"u8).OrderBy(known => known.Object).ThenBy(known => known.Row).ToList();
        foreach (var import in imports)
        {
            string pointer = Text(_symbols.Name(import)), name = pointer[Prefix.Length..];
            if (Find(name) is not (>= 0 and var index) || !_symbols[index].IsDefined)
                continue;
            short section = builder.Section(".rdata", Constants | (SectionTraits)(4 << 20), new byte[sizeof(ulong)]);   // 4: on 8 bytes
            builder.Symbol(pointer, section);
            builder.Relocation(section, 0, AddressType, builder.Symbol(name));
            _warnings.Add(new(EfiFaults.LocalImport, $"{CppName.Show(name)} is declared as imported here, and is a part of the image") { Path = _objects[import.Object].Path });
        }

        if (imports.Count > 0)
            AddObject("(imports)", builder);
    }

    private ushort AddressType => Machine == Machine.X64 ? (ushort)Amd64Relocation.Addr64 : (ushort)Arm64Relocation.Addr64;

    /// <summary>Every external symbol of an object lies where the link has found its name defined.</summary>
    [MethodImpl(Hot.Path)]
    private void SettlePlaces(int number)
    {
        var linked = _linked[number];
        foreach (ref readonly var external in linked.Externals)
        {
            var place = _symbols[external.Name].Place;
            linked.Places[external.Row] = place;
            if (!place.IsDefined && external.Name != _entry)
                _hasUndefined = true;
        }
    }

    private void CheckEntry()
    {
        var entry = _symbols[_entry].Place;
        if (entry.Section < 0)
        {
            _faults.Add(MissingEntry("no object", _symbols.Indices.Select(index => _symbols[index]).Where(known => known.IsDefined)
                .Select(known => (Text(_symbols.Name(known)), _objects[known.Object].Path))));
            return;
        }

        var home = _sections[entry.Section];
        if (home.Dropped || !home.Traits.HasFlag(SectionTraits.Execute) || entry.Value >= home.Length)
            _faults.Add(new(EfiFaults.EntryPointNotCode, $"the entry point {options.Entry} lies in no code of the image") { Path = _objects[home.Object].Path });
    }

    /// <summary>A C++ compiler adds the types of the parameters to a name, unless it is told not to; people forget that.</summary>
    private Fault MissingEntry(string who, IEnumerable<(string Name, string Path)> defined)
    {
        string entry = options.Entry;
        var mangled = defined.Where(symbol => CppName.Read(symbol.Name) is { } name && (name == entry || name.EndsWith("::" + entry, StringComparison.Ordinal)))
            .OrderBy(symbol => symbol.Name, StringComparer.Ordinal).FirstOrDefault();
        if (mangled.Name is null)
        {
            return new(EfiFaults.NoEntryPoint, $"{who} defines the entry point {entry}")
            {
                Hint = $"""in C#, mark a static method with [UnmanagedCallersOnly(EntryPoint = "{entry}")]; in C++, declare it extern "C"; or name another symbol""",
            };
        }

        return new(EfiFaults.MangledEntryPoint, $"the entry point {entry} is a C++ function here, under the name {mangled.Name}")
        {
            Path = mangled.Path,
            Hint = "declare it extern \"C\", outside of all namespaces",
        };
    }
}
