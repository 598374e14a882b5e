using System.Runtime.InteropServices;
using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>Changes to the whole image that take effect with one write to the header.</summary>
/// <remarks>
/// A refcount and the flag that says "referenced once" are far apart and cannot change together. So both change in copies: changed tables,
/// lists and refcounts are written to free clusters, and one write to the header, within a sector, switches to all of them. Interrupted
/// before that, the image is the old one, without even a leak; interrupted later, it is the new one.
/// </remarks>
internal sealed partial class Qcow2Disk
{
    /// <param name="change">
    /// Makes the copies. Returns the new header, still without the place of the L1 table, and the L1 table.
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
    /// The same pointers with the right "own" flags, in the tables' entries too. Tables that have to change are copied.
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

    /// <summary>Sets the "own" flags. Returns whether any entry had to change.</summary>
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

    /// <summary>Writes a table to free clusters, and returns its place.</summary>
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
