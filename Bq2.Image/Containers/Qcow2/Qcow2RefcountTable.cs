using System.Runtime.InteropServices;
using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>The refcount table, which points to the refcount blocks; at most 8 MiB, the limit of QEMU.</summary>
internal static class Qcow2RefcountTable
{
    /// <summary>The bits of an entry that must be zero.</summary>
    public const ulong Reserved = 0x1ff;

    public static Be64[] Read(Source file, Qcow2HeaderInfo head)
    {
        var header = head.Header;
        long length = (long)(uint)header.RefcountTableClusters << head.Cluster.Bits;
        ulong start = header.RefcountTableOffset;
        if (length is 0 or > Qcow2Limits.MaxRefcountTableBytes)
        {
            throw file.Bad(ImageFaults.Refcounts,
                $"the refcount table has {length:N0} bytes, not 1 to {Qcow2Limits.MaxRefcountTableBytes:N0}",
                FieldPlace.Of(in header, in header.RefcountTableClusters));
        }

        if (start == 0 || start >= (ulong)file.Length || head.Cluster.Within((long)start) != 0)
        {
            throw file.Bad(ImageFaults.Refcounts,
                $"the refcount table is at {start}, which is not a cluster of the file",
                FieldPlace.Of(in header, in header.RefcountTableOffset));
        }

        // A file may end inside its last cluster.
        var entries = new Be64[length / sizeof(ulong)];
        int there = (int)Math.Min(length, file.Length - (long)start);
        file.ReadAt((long)start, MemoryMarshal.AsBytes(entries.AsSpan())[..there]);
        return entries;
    }
}
