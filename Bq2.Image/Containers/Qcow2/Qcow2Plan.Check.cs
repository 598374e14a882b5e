using System.Numerics;
using Bq2.Efi;

namespace Bq2.Image;

internal sealed partial record Qcow2Plan
{
    private static void Check(Qcow2Options options)
    {
        if (options.Version is not (2 or 3))
            throw Failure.Of(ImageFaults.Qcow2OptionVersion, $"QCOW2 version {options.Version}, not 2 or 3");
        if (options is { Version: 2 } && (options.Compression ?? options.StatedCompression) == Qcow2Compression.Zstd)
            throw Failure.Of(ImageFaults.ZstdNeedsVersion3, $"version 2 of QCOW2 does not support zstd", hint: "use zlib, or version 3");
        if (options is { Compression: not null, Preallocation: not Preallocation.Off })
            throw Failure.Of(ImageFaults.PreallocationImpossible, $"compressed clusters cannot be preallocated");
        if (options is { Version: 2, ExtendedL2: true })
            throw Failure.Of(ImageFaults.ExtendedL2Impossible, $"version 2 of QCOW2 has no extended L2 entries", hint: "use version 3");
        if (options.DataFile is not null || options.IsDataFileRaw)
            CheckDataFile(options);
    }

    private static void CheckDataFile(Qcow2Options options)
    {
        string? problem = options.DataFile is null ? "a raw external data file needs a name"
            : options.Version == 2 ? "version 2 of QCOW2 does not support external data files"
            : options.Compression is not null ? "clusters in an external data file cannot be compressed" : null;
        if (problem is not null)
            throw Failure.Of(ImageFaults.DataFileImpossible, $"{problem}");
    }

    private static ClusterSize CheckedSize(int bytes, bool hasParts)
    {
        var size = new ClusterSize(BitOperations.Log2((uint)bytes), hasParts);
        if (!BitOperations.IsPow2(bytes) || size.Bits is < Qcow2Limits.MinClusterBits or > Qcow2Limits.MaxClusterBits)
            throw Failure.Of(ImageFaults.ClusterSize, $"a cluster of {bytes:N0} bytes is not a power of two from 512 to 2,097,152");
        if (hasParts && size.Bits < Qcow2Limits.MinBitsWithParts)
        {
            throw Failure.Of(ImageFaults.ExtendedL2Impossible,
                $"clusters of {bytes:N0} bytes are too small for extended L2 entries, which divide them into 32 subclusters",
                hint: "use clusters of 16 KiB or more");
        }

        return size;
    }

    private static FaultException TooLarge(long size, ClusterSize cluster) =>
        Failure.Of(ImageFaults.DiskTooLarge, $"{size:N0} bytes are too many for QCOW2 clusters of {cluster.Bytes:N0} bytes",
            hint: "use a larger cluster size");
}
