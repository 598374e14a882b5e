using System.Runtime.CompilerServices;
using Bq2.Efi.Coff;
using Bq2.Efi.Link.Inputs;
using Bq2.Efi.Link.Names;
using Bq2.Efi.Work;

namespace Bq2.Efi.Link.Resolution;

/// <summary>
/// Finds a definition for every name: in the objects, in archives, in what the linker itself supplies. Objects are added in waves.
/// What can be done object by object, or name by name, is done by several threads at once.
/// </summary>
internal sealed partial class Resolver
{
    private const int MaxFallbacks = 64;   // longer chains are loops

    private readonly LinkOptions _options;
    private readonly LinkFaults _faults;
    private readonly InputSet _inputs;
    private readonly SymbolTable _symbols;
    private readonly ComdatRules _comdats;
    private readonly HashSet<ArchiveMember> _pulled = [];
    private bool _hasWeak;
    private bool _hasCommons;
    private bool _hasUndefined;

    public Resolver(FirstObjects first, LinkOptions options, LinkFaults faults)
    {
        (_options, _faults) = (options, faults);
        _inputs = new(options.Unwind);
        _inputs.Objects.AddRange(first.Objects);
        _symbols = new(_inputs.Objects);
        _comdats = new(_inputs, _symbols, faults);
        if (first.Member is not null)
            _pulled.Add(first.Member);
    }

    public Resolved Resolve()
    {
        AddObjects(0);
        int entry = Want(_options.Entry);
        do
        {
            WantIncludes();
        }
        while (PullMembers() || WantAlternates());

        if (!_faults.Any)
        {
            SupplyRuntimeSymbols();
            FallBack();
            MakeCommons();
            MakeImports();
            Cores.For(_inputs.Objects.Count, number => SettlePlaces(number, entry));
        }

        return new(_inputs, _symbols, entry, _hasUndefined);
    }

    // Which sections stay is settled for all objects before symbols are defined: a symbol in a section that goes is no definition.
    private void AddObjects(int first)
    {
        _inputs.ReadFrom(first, _faults);
        Cores.For(NameHash.ShardCount, shard => _comdats.Intern(first, shard));
        Cores.For(_inputs.Objects.Count - first, added => _comdats.DropWithParents(first + added));
        Cores.For(NameHash.ShardCount, shard => Define(first, shard));
        _faults.Report(_inputs.Objects);
    }

    [MethodImpl(Hot.Path)]
    private void Define(int first, int shard)
    {
        for (int number = first; number < _inputs.Objects.Count; number++)
        {
            var linked = _inputs.Linked[number];
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
                int fallback = _inputs.Linked[number].NameOf((int)_inputs.Objects[number].WeakExternal(external.Row).Fallback);
                if (known.Fallback == 0 && fallback >= 0)
                    known.Fallback = fallback + 1;
                break;
            case ExternalKind.Common:
                _hasCommons = true;
                known.CommonLength = Math.Max(known.CommonLength, place.Value);
                break;
            case ExternalKind.Defined when place.Section < 0 || !_inputs.Sections[place.Section].Dropped:
                if (!known.IsDefined || known.Place.Section >= 0 && _inputs.Sections[known.Place.Section].Dropped)
                    (known.Object, known.Row, known.NamePlace, known.Place) = (number, external.Row, external.NamePlace, place);
                else if (place.Section >= 0 || known.Place != place)
                    NoteDuplicate(number, external.Row, known.Object);
                break;
            default:
                known.IsWanted = true;
                break;
        }
    }

    private void NoteDuplicate(int number, int row, int other)
    {
        _faults.Note(number, row, EfiFaults.DuplicateSymbol, () =>
            $"{CppName.Show(_inputs.NameOfSymbol(number, row))} is defined here and in {_inputs.Objects[other].Path}");
    }

    /// <summary>The index of a name that no object need have said.</summary>
    private int Want(string name)
    {
        Introduce([name]);
        int index = _symbols.Find(name);
        _symbols[index].IsWanted = true;
        return index;
    }

    // Names lie in objects; one is made for those that no object has.
    private void Introduce(IEnumerable<string> names)
    {
        var unknown = names.Where(name => _symbols.Find(name) < 0).Distinct().ToList();
        if (unknown.Count == 0)
            return;

        var asking = new CoffBuilder(_inputs.Machine);
        unknown.ForEach(name => asking.Symbol(name));
        AddObject("(the command line)", asking);
    }

    private void AddObject(string path, CoffBuilder builder)
    {
        _inputs.Objects.Add(CoffObject.Read(path, builder.ToBytes()));
        AddObjects(_inputs.Objects.Count - 1);
    }

    private void WantIncludes()
    {
        Introduce(_inputs.Requests.Includes);
        foreach (string name in _inputs.Requests.Includes)
            Want(name);
    }

    /// <summary>
    /// "Should nobody define a, take b": b is then looked for as if it had been asked for. This comes only when there is no other member
    /// left to link, so that an archive's a is preferred. Answers whether there was such a name.
    /// </summary>
    private bool WantAlternates()
    {
        var alternates = _inputs.Requests.Alternates;
        if (alternates.Count == 0)
            return false;

        bool any = false;
        Introduce(alternates.Where(pair => IsOpen(_symbols.Find(pair.Name))).Select(pair => pair.Other));
        foreach (var (name, other) in alternates)
        {
            int index = _symbols.Find(name);
            if (!IsOpen(index))
                continue;
            (_symbols[index].Fallback, _symbols[index].IsAlternate) = (Want(other) + 1, true);
            _hasWeak = any = true;
        }

        return any;

        bool IsOpen(int index) => index >= 0 && !_symbols[index].IsDefined && _symbols[index].Fallback == 0;
    }

    /// <summary>Links the members of archives that define what is still wanted; the first archive that has a name gives it.</summary>
    private bool PullMembers()
    {
        if (_options.Libraries.Count == 0)
            return false;

        int first = _inputs.Objects.Count;
        foreach (var member in WantedMembers())
            _inputs.Objects.Add(member.Read());

        FirstObjects.CheckMachines(_inputs.Objects, _faults);
        if (_inputs.Objects.Count == first || _faults.Any)
            return false;
        AddObjects(first);
        return true;
    }

    // In the order in which the objects said the names.
    private List<ArchiveMember> WantedMembers()
    {
        var members = new List<ArchiveMember>();
        var wanted = _symbols.Indices.Select(index => _symbols[index])
            .Where(known => !known.IsDefined && known.IsWanted && known.CommonLength == 0 && !IsWeaklyDefined(known));
        foreach (var name in wanted.OrderBy(known => known.Object).ThenBy(known => known.Row))
        {
            foreach (var archive in _options.Libraries)
            {
                int offset = archive.Find(_symbols.Name(name));
                if (offset < 0)
                    continue;
                var member = new ArchiveMember(archive, offset);
                if (_pulled.Add(member))
                    members.Add(member);
                break;
            }
        }

        return members;
    }

    // A function that is defined, if only weakly, is not looked for in archives, as with lld and everywhere else.
    private bool IsWeaklyDefined(in Definition known) =>
        known.Fallback > 0 && !known.IsAlternate && _symbols[known.Fallback - 1].Place.Section >= 0;

    /// <summary>Every external symbol of an object lies where the link has found its name defined.</summary>
    [MethodImpl(Hot.Path)]
    private void SettlePlaces(int number, int entry)
    {
        var linked = _inputs.Linked[number];
        foreach (ref readonly var external in linked.Externals)
        {
            var place = _symbols[external.Name].Place;
            linked.Places[external.Row] = place;
            if (!place.IsDefined && external.Name != entry)
                _hasUndefined = true;
        }
    }
}
