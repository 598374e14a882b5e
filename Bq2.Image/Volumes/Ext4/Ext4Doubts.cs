using Bq2.Efi;

namespace Bq2.Image;

/// <summary>What was found to be wrong with a volume without keeping it from being read; each place counts once.</summary>
internal sealed class Ext4Doubts
{
    // A damaged volume may have a fault in each of millions of inodes.
    private const int Most = 10_000;

    private readonly Dictionary<long, Fault> _faults = [];

    public IReadOnlyCollection<Fault> Faults => _faults.Values;

    public void Add(FaultException found)
    {
        if (_faults.Count < Most)
            _faults[found.Fault.Offset ?? -1 - _faults.Count] = found.Fault;
    }
}
