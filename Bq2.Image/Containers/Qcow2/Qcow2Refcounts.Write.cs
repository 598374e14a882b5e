using System.Runtime.InteropServices;
using Bq2.Efi.Binary;

namespace Bq2.Image;

internal sealed partial class Qcow2Refcounts
{
    /// <summary>
    /// Writes the refcounts: first the blocks, then the pointers to new blocks. A block that the table does not name yet is
    /// harmless.
    /// </summary>
    public void Write()
    {
        foreach (var block in _blocks.Values.Where(block => block.IsChanged))
        {
            var bytes = block.ChangedBytes(out int start);
            _file.Grow(Math.Max(_file.Length, _cluster.OffsetOf(block.Place + 1)));
            _file.WriteAt(_cluster.OffsetOf(block.Place) + start, bytes);
        }

        if (_isMoved && !IsForked)
            MoveTable();
        else if (_newEntries.Count > 0 && !IsForked)
            WriteEntries();
        foreach (var block in _blocks.Values)
            block.Settle();
        PendingBytes = 0;
    }

    private void WriteEntries()
    {
        _file.Flush();
        foreach (int index in _newEntries)
            _file.WriteAt(_cluster.OffsetOf(_tablePlace) + (long)index * sizeof(ulong), StructBytes.ToBytes(_table[index]));
        _newEntries.Clear();
    }

    /// <summary>Switches to the new table with one write to the header.</summary>
    private void MoveTable()
    {
        var (place, clusters) = WriteTable();
        _file.Flush();
        _file.WriteAt(Qcow2Header.RefcountTableFields, [.. StructBytes.ToBytes(place), .. StructBytes.ToBytes(clusters)]);
        _isMoved = false;
        _newEntries.Clear();
    }

    /// <summary>Writes the whole table, and returns the header's fields for it.</summary>
    private (Be64 Place, Be32 Clusters) WriteTable()
    {
        long place = _cluster.OffsetOf(_tablePlace), length = (long)_table.Length * sizeof(ulong);
        _file.Grow(Math.Max(_file.Length, place + length));
        _file.WriteAt(place, MemoryMarshal.AsBytes(_table.AsSpan()));
        return ((ulong)place, (uint)_cluster.Holding(length));
    }
}
