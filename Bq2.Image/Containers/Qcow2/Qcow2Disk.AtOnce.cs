using System.Runtime.InteropServices;
using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>Changes of the whole image that count from one write to the header on.</summary>
/// <remarks>
/// A count and the flag that says "counted once" lie far apart and cannot change together. So both change in copies: tables, lists and
/// counts that differ are written to clusters that were free, and the header is told of all of them by one write within a sector.
/// Cut off before, the image is what it was, without so much as a leak; cut off later, it is what it was to become.
/// </remarks>
internal sealed partial class Qcow2Disk
{
    /// <param name="change">
    /// Makes the copies. Returns the header that leads to them and the L1 table, of which the places are still to be filled in.
    /// </param>
    private void ChangeAtOnce(Func<Qcow2Header, (Qcow2Header Header, Be64[] Pointers)> change)
    {
        Commit();
        Mark();
        _counts.Fork();
        try
        {
            var (header, pointers) = change(_header);
            GiveBack((long)(ulong)_header.L1TableOffset, (long)Mapping.L1.Length * sizeof(ulong));
            (header.L1Size, header.L1TableOffset) = ((uint)pointers.Length, (ulong)PutTable(BytesOf(pointers)));
            (header.RefcountTableOffset, header.RefcountTableClusters) = _counts.WriteFork();
            _file.Flush();
            _file.WriteAt(Qcow2Header.SizeField, StructBytes.ToBytes(header).AsSpan(Qcow2Header.SizeField..Qcow2Header.FeatureFields));
            _file.Flush();
            _counts.TakeOver();
            (_header, Mapping.L1, Length) = (header, pointers, (long)(ulong)header.VirtualSize);
            Mapping.Forget();
        }
        finally
        {
            _counts.DropFork();
        }
    }

    /// <summary>
    /// The same pointers, each flagged as it is to be, to tables with entries flagged so: those that have to change are copied.
    /// </summary>
    private Be64[] Flagged(Be64[] pointers, Func<ulong, bool> isOwn)
    {
        Be64[] flagged = [.. pointers];
        for (int i = 0; i < flagged.Length; i++)
        {
            ulong pointer = flagged[i] & ~Qcow2Entry.Copied;
            if (pointer == 0)
                continue;

            var words = ReadWords((long)pointer, _cluster.Bytes / sizeof(ulong));
            if (Flag(words, isOwn))
            {
                _counts.Release(_cluster.HostAt((long)pointer));
                pointer = (ulong)PutTable(BytesOf(words));
                WriteCountsIfMany();
            }

            flagged[i] = isOwn(pointer) ? pointer | Qcow2Entry.Copied : pointer;
        }

        return flagged;
    }

    /// <summary>Whether any entry had to change.</summary>
    private static bool Flag(Be64[] words, Func<ulong, bool> isOwn)
    {
        bool isChanged = false;
        for (int i = 0; i < words.Length; i++)
        {
            ulong entry = words[i];
            if ((entry & Qcow2Entry.Compressed) != 0 || ((entry & Qcow2Entry.Copied) != 0) == isOwn(entry))
                continue;

            words[i] = entry ^ Qcow2Entry.Copied;
            isChanged = true;
        }

        return isChanged;
    }

    private bool IsSingle(ulong entry) =>
        (long)(entry & Qcow2Entry.OffsetMask) is > 0 and var place && _counts.CountOf(_cluster.HostAt(place)) == 1;

    private void GiveBack(long place, long length)
    {
        for (long i = 0; i < _cluster.Holding(length); i++)
            _counts.Release(_cluster.HostAt(place) + i);
    }

    /// <summary>Puts a table into clusters that nobody had, and says where.</summary>
    private long PutTable(ReadOnlySpan<byte> table)
    {
        if (table.Length == 0)
            return 0;

        long clusters = _cluster.Holding(table.Length);
        var place = _counts.Allocate(clusters);
        _counts.Protect(place, clusters);
        var bytes = new byte[clusters * _cluster.Bytes];
        table.CopyTo(bytes);
        Put(_cluster.OffsetOf(place), bytes);
        return _cluster.OffsetOf(place);
    }

    private void WriteCountsIfMany()
    {
        if (Math.Max(_counts.PendingBytes, _counts.ReleasedCount * 64L) <= MuchPending)
            return;

        _counts.CountReleased();
        _counts.Write();
    }

    private static ReadOnlySpan<byte> BytesOf(Be64[] table) => MemoryMarshal.AsBytes(table.AsSpan());
}
