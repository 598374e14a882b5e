namespace Bq2.Image;

internal sealed partial class Qcow2Refcounts
{
    /// <summary>Allocates a free cluster.</summary>
    public HostCluster Allocate()
    {
        for (; ; _next += 1)
        {
            if (BlockAt(BlockOf(_next)) is null)
            {
                AddBlock(_next);
            }
            else if (CountOf(_next) == 0 && !IsTakenInFile(_next))
            {
                // Its refcount block may have to move, and then takes this cluster for itself.
                var taken = _next;
                _next += 1;
                Take(taken);
                return taken;
            }
        }
    }

    /// <summary>Allocates adjacent clusters.</summary>
    public HostCluster Allocate(long count)
    {
        var passed = new List<HostCluster>();
        var first = Allocate();
        for (long got = 1; got < count; got++)
        {
            var next = Allocate();
            if (next - first == got)
                continue;

            for (long i = 0; i < got; i++)
                passed.Add(first + i);
            (first, got) = (next, 0);
        }

        // The skipped clusters were never written anywhere, so they are simply free again.
        foreach (var cluster in passed)
            Set(cluster, 0);
        return first;
    }

    private void Take(HostCluster cluster)
    {
        if (_tables.Contains(cluster))
            throw Wrong(cluster, "holds a table, but its refcount is zero");
        Set(cluster, 1);
    }
}
