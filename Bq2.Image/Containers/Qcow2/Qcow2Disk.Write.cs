using System.Buffers;

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
}
