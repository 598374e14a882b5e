using Bq2.Efi.Binary;

namespace Bq2.Image;

internal sealed partial class Qcow2Disk
{
    /// <summary>
    /// Whether the flag says that nothing else points to a cluster. If the refcount disagrees, the image is damaged, and writing would
    /// change a snapshot.
    /// </summary>
    private bool IsOwn(GuestCluster guest, in Qcow2Extent cluster)
    {
        if ((Mapping.L1[_cluster.TableOf(guest)] & Qcow2Entry.Copied) == 0)
            return false;

        RequireSingle(_cluster.HostAt(cluster.Place!.Value));
        return true;
    }

    private void RequireSingle(HostCluster place)
    {
        if (_counts.CountOf(place) is var count && count != 1)
        {
            throw _file.Bad(ImageFaults.Refcounts,
                $"the cluster at {_cluster.OffsetOf(place)} is flagged as used once, but its refcount is {count}",
                "check the image; a converted copy is sound");
        }
    }

    private void Release(in Qcow2Extent old)
    {
        if (old.Place is not { } place)
            return;

        int length = old.Kind == Qcow2Kind.Compressed ? old.PackedLength : 1;
        for (var cluster = _cluster.HostAt(place); cluster.Number <= _cluster.HostAt(place + length - 1).Number; cluster += 1)
            _counts.Release(cluster);
    }

    private void Map(GuestCluster guest, ulong entry) =>
        TableToChange(_cluster.TableOf(guest)).Set(_cluster.EntryOf(guest), entry);

    /// <summary>An L2 table that may be changed: a new one, the old one, or a copy of one that snapshots share.</summary>
    private Qcow2Table TableToChange(int index)
    {
        if (Mapping.Changed.TryGetValue(index, out var changed))
            return changed;

        ulong pointer = Mapping.L1[index];
        var old = Mapping.TableAt(index);
        var table = old ?? new(index, new Be64[_cluster.Bytes / sizeof(ulong)]);
        if (old is null || (pointer & Qcow2Entry.Copied) == 0)
        {
            var place = _counts.Allocate();
            _counts.Protect(place, 1);
            table.TouchAll();
            if (old is not null)
                _counts.Release(_cluster.HostAt((long)(pointer & Qcow2Entry.OffsetMask)));
            Mapping.L1[index] = (ulong)_cluster.OffsetOf(place) | Qcow2Entry.Copied;
            _changedPointers.Add(index);
        }
        else
        {
            RequireSingle(_cluster.HostAt((long)(pointer & Qcow2Entry.OffsetMask)));
        }

        return Mapping.Changed[index] = table;
    }
}
