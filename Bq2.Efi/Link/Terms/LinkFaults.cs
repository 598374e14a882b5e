using Bq2.Efi.Coff;

namespace Bq2.Efi.Link;

/// <summary>What is wrong with a link, in the order of its inputs, whichever thread found it first.</summary>
internal sealed class LinkFaults
{
    /// <summary>This many faults usually share one cause; nobody reads on.</summary>
    public const int MaxShown = 100;

    private readonly List<Fault> _faults = [];
    private readonly List<Fault> _warnings = [];
    private readonly List<FoundFault> _unordered = [];

    public bool Any => _faults.Count > 0;

    public bool IsFull => _faults.Count >= MaxShown;

    public IReadOnlyList<Fault> All => _faults;

    public IReadOnlyList<Fault> Warnings => _warnings;

    public void Add(Fault fault) => _faults.Add(fault);

    public void Warn(Fault fault) => _warnings.Add(fault);

    /// <summary>
    /// Notes a fault of an object, by any thread, until <see cref="Report"/> is called. The text is made only if the fault is shown:
    /// it may take a walk through an object's symbols.
    /// </summary>
    public void Note(int number, int order, FaultCode code, Func<string> message)
    {
        lock (_unordered)
            _unordered.Add(new(number, order, code, message));
    }

    /// <summary>Adds the faults that were noted, in the order of the objects and of what is in them.</summary>
    public void Report(IReadOnlyList<CoffObject> objects)
    {
        if (_unordered.Count == 0)
            return;

        var inOrder = _unordered.OrderBy(found => found.Object).ThenBy(found => found.Order)
            .ThenBy(found => found.Kind.Code, StringComparer.Ordinal).ToList();
        foreach (var found in inOrder.Take(MaxShown))
            _faults.Add(new(found.Kind, found.Message()) { Path = objects[found.Object].Path });
        if (inOrder.Count > MaxShown)
        {
            _faults.Add(new(EfiFaults.MoreFaults, "there are more faults than are shown, the first of them here")
            {
                Path = objects[inOrder[MaxShown].Object].Path,
            });
        }

        _unordered.Clear();
    }

    private sealed record FoundFault(int Object, int Order, FaultCode Kind, Func<string> Message);
}
