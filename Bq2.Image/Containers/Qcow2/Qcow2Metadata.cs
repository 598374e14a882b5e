using System.Runtime.InteropServices;
using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>Makes the metadata before the data, which follow almost entirely from the plan.</summary>
internal static class Qcow2Metadata
{
    public static byte[] Header(Qcow2Plan plan, Qcow2Options options)
    {
        bool isZstd = (options.Compression ?? options.StatedCompression) == Qcow2Compression.Zstd;
        var header = new Qcow2Header
        {
            Magic = Qcow2Header.MagicQfi,
            Version = (uint)options.Version,
            ClusterBits = (uint)plan.Cluster.Bits,
            VirtualSize = (ulong)plan.VirtualSize,
            L1Size = (uint)plan.L1Entries,
            L1TableOffset = (ulong)plan.Cluster.OffsetOf(Qcow2Plan.L1),
            RefcountTableOffset = (ulong)plan.Cluster.OffsetOf(plan.RefcountTable),
            RefcountTableClusters = (uint)plan.RefcountTableClusters,
            IncompatibleFeatures = (ulong)(isZstd ? Qcow2Features.CompressionType : Qcow2Features.None),
            CompatibleFeatures = (ulong)(options.LazyRefcounts ? Qcow2Compatible.LazyRefcounts : 0),
            RefcountOrder = 4,
            HeaderLength = Qcow2Header.Size,
            CompressionType = (byte)(isZstd ? Qcow2Compression.Zstd : Qcow2Compression.Zlib),
        };

        // In version 2 the extensions begin after 72 bytes, and zeros mean that there are none.
        return StructBytes.ToBytes(header)[..(options.Version == 2 ? Qcow2Header.Version2Size : Qcow2Header.Size)];
    }

    public static byte[] L1Table(Qcow2Plan plan, Func<int, bool> isUsed)
    {
        var entries = new Be64[plan.L1Entries];
        for (int i = 0; i < plan.Tables.Count; i++)
        {
            // Nothing in a new image is shared, so every pointer gets the "own" flag.
            if (isUsed(i))
                entries[plan.Tables[i]] = (ulong)plan.Cluster.OffsetOf(plan.FirstTable + i) | Qcow2Entry.Copied;
        }

        return BytesOf(entries);
    }

    public static byte[] RefcountTable(Qcow2Plan plan)
    {
        var entries = new Be64[plan.RefcountBlocks];
        for (int i = 0; i < entries.Length; i++)
            entries[i] = (ulong)plan.Cluster.OffsetOf(plan.FirstRefcountBlock + i);
        return BytesOf(entries);
    }

    public static byte[] BytesOf<T>(ReadOnlySpan<T> table) where T : unmanaged => MemoryMarshal.AsBytes(table).ToArray();

    private static byte[] BytesOf(Be64[] table) => BytesOf<Be64>(table);
}
