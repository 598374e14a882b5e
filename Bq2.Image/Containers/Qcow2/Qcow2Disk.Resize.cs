using System.Runtime.InteropServices;
using Bq2.Efi.Binary;

namespace Bq2.Image;

internal sealed partial class Qcow2Disk
{
    private protected override void Extend(long length) => Alone(() => GrowTo(length));

    private protected override void Cut(long length) => Alone(() => ShrinkTo(length));

    private void CheckNewLength(long length)
    {
        if (length % 512 != 0)
            throw Bad(ImageFaults.CannotShrink, $"{length:N0} bytes are not a multiple of the sector size 512");
        if (!_keepsOldSizes)
        {
            throw Bad(ImageFaults.SnapshotsKeepSize, $"a version 2 image with snapshots cannot be resized: they do not record a size",
                "delete the snapshots first");
        }
    }

    private void GrowTo(long length)
    {
        CheckNewLength(length);
        long entries = Align.Units(length, _cluster.BytesPerTable);
        if (entries * sizeof(ulong) > Qcow2Limits.MaxL1Bytes)
        {
            throw Bad(ImageFaults.DiskTooLarge, $"{length:N0} bytes are too many for clusters of {_cluster.Bytes:N0} bytes",
                "convert it to an image with larger clusters");
        }

        Mark();
        if (entries > Mapping.L1.Length)
            GrowL1((int)entries);
        HideWhatLiesBehind(length);
        WriteLength(length);
    }

    private void WriteLength(long length)
    {
        Commit();
        _file.Flush();
        _header.VirtualSize = (ulong)length;
        _file.WriteAt(Qcow2Header.SizeField, StructBytes.ToBytes(_header.VirtualSize));
    }

    /// <summary>
    /// Writes the size first: from then on nothing reads past it, and the clusters there can be freed. The L1 table keeps its length,
    /// which is allowed.
    /// </summary>
    private void ShrinkTo(long length)
    {
        CheckNewLength(length);
        Mark();
        WriteLength(length);
        long end = Length;
        Length = length;
        FreeClusters(Align.Up(length, _cluster.Bytes), end);
        Commit();
        _file.Flush();
        _file.Shrink(Math.Min(_file.Length, _cluster.OffsetOf(_counts.End)));
    }

    private void FreeClusters(long offset, long end)
    {
        while (offset < end)
        {
            var unit = Mapping.UnitAt(offset);
            if (unit.Kind == Qcow2Kind.Unallocated)
            {
                offset = unit.End;
                continue;
            }

            Map(_cluster.GuestAt(offset), 0);
            Release(unit);
            CommitIfMuch();
            offset += _cluster.Bytes;
        }
    }

    /// <summary>Writes a longer L1 table to a new place, then switches to it with one write to the header.</summary>
    private void GrowL1(int entries)
    {
        Commit();
        long oldPlace = (long)(ulong)_header.L1TableOffset, oldClusters = _cluster.Holding((long)Mapping.L1.Length * sizeof(ulong));
        var table = Mapping.L1;
        Array.Resize(ref table, entries);
        long clusters = _cluster.Holding((long)entries * sizeof(ulong));
        var place = _counts.Allocate(clusters);
        _counts.Protect(place, clusters);
        _counts.Write();

        var bytes = new byte[clusters * _cluster.Bytes];
        MemoryMarshal.AsBytes(table.AsSpan()).CopyTo(bytes);
        Put(_cluster.OffsetOf(place), bytes);
        _file.Flush();
        (_header.L1Size, _header.L1TableOffset) = ((uint)entries, (ulong)_cluster.OffsetOf(place));
        _file.WriteAt(Qcow2Header.L1Fields, [.. StructBytes.ToBytes(_header.L1Size), .. StructBytes.ToBytes(_header.L1TableOffset)]);

        Mapping.L1 = table;
        for (long i = 0; i < oldClusters; i++)
            _counts.Release(_cluster.HostAt(oldPlace) + i);
    }

    /// <summary>Makes the new part of the disk read as zeros, whatever the last cluster or a longer backing file has there.</summary>
    private void HideWhatLiesBehind(long length)
    {
        long old = Length, end = _cluster.OffsetOf(new GuestCluster(_cluster.Holding(old)));
        Length = length;
        if (old < end)
            StoreZerosOver(old, Math.Min(end, length));

        // Otherwise a longer backing file would show there, or clusters that an interrupted shrink left mapped.
        if (length > end)
            EraseRange(end, length);
    }

    private void StoreZerosOver(long start, long end)
    {
        var unit = Mapping.UnitAt(start);
        if (unit.Kind is Qcow2Kind.Data or Qcow2Kind.Compressed || (unit.Kind == Qcow2Kind.Unallocated && HasBackingAt(start)))
            StoreZeros(start, (int)(end - start));
    }
}
