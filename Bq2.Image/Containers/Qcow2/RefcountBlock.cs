namespace Bq2.Image;

/// <summary>A cluster of refcounts in memory, and which of its bytes are not written yet.</summary>
internal sealed class RefcountBlock(HostCluster place, byte[] counts)
{
    private int _from = int.MaxValue;
    private int _to;

    public HostCluster Place { get; set; } = place;

    public byte[] Counts => counts;

    public bool IsChanged => _to > 0;

    public ReadOnlySpan<byte> ChangedBytes(out int start)
    {
        start = _from;
        return counts.AsSpan(_from, _to - _from);
    }

    public void Touch(int from, int to) => (_from, _to) = (Math.Min(_from, from), Math.Max(_to, to));

    public void Settle() => (_from, _to) = (int.MaxValue, 0);
}
