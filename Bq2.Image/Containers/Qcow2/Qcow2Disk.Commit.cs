using System.Runtime.InteropServices;
using Bq2.Efi.Binary;

namespace Bq2.Image;

internal sealed partial class Qcow2Disk
{
    private const long MuchPending = 4 << 20;

    private readonly SortedSet<int> _changedPointers = [];

    /// <summary>
    /// Before anything else changes: marks the image as being written, so that the next user looks for leaks after an interruption, and
    /// marks bitmaps and other data that depend on the disk's content as outdated.
    /// </summary>
    private void Mark()
    {
        if (_isMarked || _version < 3)
            return;

        WriteFeatures((Qcow2Features)(ulong)_header.IncompatibleFeatures | Qcow2Features.Dirty);
        _isMarked = true;
    }

    private void Close()
    {
        Commit();
        if (!_isMarked)
            return;

        _file.Flush();
        WriteFeatures((Qcow2Features)(ulong)_header.IncompatibleFeatures & ~Qcow2Features.Dirty);
    }

    private void WriteFeatures(Qcow2Features features)
    {
        _header.IncompatibleFeatures = (ulong)features;
        _header.AutoclearFeatures = 0;
        Be64[] fields = [_header.IncompatibleFeatures, _header.CompatibleFeatures, _header.AutoclearFeatures];
        _file.WriteAt(Qcow2Header.FeatureFields, MemoryMarshal.AsBytes(fields.AsSpan()));
        _file.Flush();
    }

    private void CommitIfMuch()
    {
        long mapping = (long)Mapping.Changed.Count * _cluster.Bytes, released = _counts.ReleasedCount * 64L;
        if (Math.Max(mapping, Math.Max(_counts.PendingBytes, released)) > MuchPending)
            Commit();
    }

    /// <summary>
    /// Commits everything written so far, each step before the one that relies on it: refcounts, then L2 tables, then the L1 table that
    /// points to new ones, and only then frees clusters that nothing references any more. If interrupted anywhere, the image maps each
    /// cluster either as before or as after, and no refcount is too low; some clusters may be leaked. A failed attempt can be repeated.
    /// </summary>
    private void Commit()
    {
        if (!_counts.HasPending && Mapping.Changed.Count == 0)
            return;

        // The flush covers the data too: a table must not point to a cluster whose bytes are not on the medium yet.
        _counts.Write();
        _file.Flush();
        WriteTables();
        if (_changedPointers.Count > 0)
            WritePointers();
        if (_counts.HasReleased)
        {
            _file.Flush();
            _counts.CountReleased();
            _counts.Write();
        }
    }

    private void WriteTables()
    {
        foreach (var table in Mapping.Changed.Values)
        {
            var bytes = table.ChangedBytes(out int start);
            long place = Mapping.PlaceOfTable(table.Index)!.Value;
            Put(place + start, bytes);
        }

        // Needed unchanged until the pointers to the new ones are written.
        if (_changedPointers.Count == 0)
            Mapping.Settle();
    }

    private void WritePointers()
    {
        _file.Flush();
        foreach (int index in _changedPointers)
            _file.WriteAt((long)(ulong)_header.L1TableOffset + (long)index * sizeof(ulong), StructBytes.ToBytes(Mapping.L1[index]));
        _changedPointers.Clear();
        Mapping.Settle();
    }
}
