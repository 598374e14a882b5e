using System.Buffers;
using Bq2.Efi.Binary;

namespace Bq2.Image;

internal sealed partial class Qcow2Disk
{
    private protected override void Store(long offset, ReadOnlySpan<byte> bytes)
    {
        _gate.EnterWriteLock();
        try
        {
            Mark();
            while (bytes.Length > 0)
            {
                var part = bytes[..Math.Min(bytes.Length, _cluster.Bytes - _cluster.Within(offset))];
                StoreInCluster(offset, part);
                bytes = bytes[part.Length..];
                offset += part.Length;
            }
        }
        finally
        {
            _gate.ExitWriteLock();
        }
    }

    private protected override void Erase(long offset, long length) => Alone(() =>
    {
        Mark();
        EraseRange(offset, offset + length);
    });

    private void EraseRange(long offset, long end)
    {
        while (offset < end)
        {
            var unit = Mapping.UnitAt(offset);
            long stop = Math.Min(unit.End, end);
            bool isZero = unit.Kind == Qcow2Kind.Zero || (unit.Kind == Qcow2Kind.Unallocated && !HasBackingAt(offset));
            if (isZero && unit.Place is null)
            {
                offset = stop;
                continue;
            }

            stop = Math.Min(stop, _cluster.OffsetOf(_cluster.GuestAt(offset) + 1));
            bool isWhole = _cluster.Within(offset) == 0 && (stop == Length || _cluster.Within(stop) == 0);
            if (isWhole && (_version >= 3 || !HasBackingAt(offset)))
                EraseCluster(offset);
            else if (!isZero)
                StoreZeros(offset, (int)(stop - offset));
            offset = stop;
        }
    }

    /// <summary>Unmaps a cluster, or maps it to zeros if the backing file would show otherwise.</summary>
    private void EraseCluster(long offset)
    {
        var guest = _cluster.GuestAt(offset);
        var old = Mapping.UnitAt(offset);
        Map(guest, HasBackingAt(offset) ? Qcow2Entry.Zero : 0);
        Release(old);
    }

    private void StoreZeros(long offset, int length)
    {
        byte[] zeros = ArrayPool<byte>.Shared.Rent(length);
        zeros.AsSpan(0, length).Clear();
        StoreInCluster(offset, zeros.AsSpan(0, length));
        ArrayPool<byte>.Shared.Return(zeros);
    }

    private bool HasBackingAt(long offset) => _reader.Backing is { } backing && offset < backing.Length;

    private void StoreInCluster(long offset, ReadOnlySpan<byte> bytes)
    {
        var guest = _cluster.GuestAt(offset);
        var old = Mapping.UnitAt(offset);
        bool isOwn = old.IsOwn && old.Place is not null && IsOwn(guest, old);
        if (isOwn && old.Kind == Qcow2Kind.Data)
        {
            Put(old.Place!.Value + _cluster.Within(offset), bytes);
            return;
        }

        // An allocated cluster of our own that reads as zeros is as good as a new one.
        var place = isOwn ? _cluster.HostAt(old.Place!.Value) : _counts.Allocate();
        if (bytes.Length == _cluster.Bytes)
            Put(_cluster.OffsetOf(place), bytes);
        else
            PutAmongOld(place, guest, _cluster.Within(offset), bytes);
        Map(guest, (ulong)_cluster.OffsetOf(place) | Qcow2Entry.Copied);
        if (!isOwn)
            Release(old);
        CommitIfMuch();
    }

    /// <summary>A new cluster; its other bytes are copied from the disk.</summary>
    private void PutAmongOld(HostCluster place, GuestCluster guest, int within, ReadOnlySpan<byte> bytes)
    {
        byte[] rented = ArrayPool<byte>.Shared.Rent(_cluster.Bytes);
        var whole = rented.AsSpan(0, _cluster.Bytes);
        long start = _cluster.OffsetOf(guest);
        int there = (int)Math.Min(whole.Length, Length - start);
        _reader.Read(start, whole[..there]);
        whole[there..].Clear();
        bytes.CopyTo(whole[within..]);
        Put(_cluster.OffsetOf(place), whole);
        ArrayPool<byte>.Shared.Return(rented);
    }

    private void Put(long place, ReadOnlySpan<byte> bytes)
    {
        if (place + bytes.Length > _file.Length)
            _file.Grow(place + bytes.Length);
        _file.WriteAt(place, bytes);
    }

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
