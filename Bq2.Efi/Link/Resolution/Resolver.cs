using System.Runtime.CompilerServices;
using Bq2.Efi.Link.Inputs;
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
