using System.Runtime.InteropServices;
using System.Text;
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
            IncompatibleFeatures = (ulong)((isZstd ? Qcow2Features.CompressionType : Qcow2Features.None)
                | (plan.HasDataFile ? Qcow2Features.ExternalData : Qcow2Features.None)
                | (plan.Cluster.HasParts ? Qcow2Features.ExtendedL2 : Qcow2Features.None)),
            CompatibleFeatures = (ulong)(options.LazyRefcounts ? Qcow2Compatible.LazyRefcounts : 0),
            AutoclearFeatures = (ulong)(options.IsDataFileRaw ? Qcow2Autoclear.RawExternalData : 0),
            RefcountOrder = 4,
            HeaderLength = Qcow2Header.Size,
            CompressionType = (byte)(isZstd ? Qcow2Compression.Zstd : Qcow2Compression.Zlib),
        };

        // In version 2 the extensions begin after 72 bytes, and zeros mean that there are none.
        return options.Version == 2 ? StructBytes.ToBytes(header)[..Qcow2Header.Version2Size]
            : [.. StructBytes.ToBytes(header), .. Extensions(options)];
    }

    /// <summary>The header extensions, without a backing file's format and the end mark.</summary>
    public static byte[] Extensions(Qcow2Options options)
    {
        if (options.DataFile is not { } name)
            return [];

        byte[] bytes = Encoding.UTF8.GetBytes(name);
        int room = Math.Min(Qcow2Limits.MaxBackingName, options.ClusterSize - Qcow2Header.Size - 2 * Qcow2Extension.Size);
        if (bytes.Length == 0 || bytes.Length > room)
        {
            throw Failure.Of(
                ImageFaults.DataFileImpossible, $"the external data file's name has {bytes.Length} bytes; it may have 1 to {room}",
                hint: "give a shorter name, such as one relative to the image's folder");
        }

        var extension = new byte[Qcow2Extension.Size + Align.Up(bytes.Length, 8)];
        extension.AsSpan().WriteAt(0, new Qcow2Extension { Type = Qcow2Extension.DataFileName, Length = (uint)bytes.Length });
        bytes.CopyTo(extension, Qcow2Extension.Size);
        return extension;
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
