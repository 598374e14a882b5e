using Bq2.Efi.Binary;

namespace Bq2.Image;

internal static partial class Qcow2HeaderReader
{
    private static void CheckVersion(Source file, Qcow2Header header)
    {
        if (header.Magic != Qcow2Header.MagicQfi)
        {
            throw file.Bad(ImageFaults.NotQcow2,
                $"not a QCOW2 image: it begins with 0x{(uint)header.Magic:x8}, not 0x514649fb", FieldPlace.Of(in header, in header.Magic));
        }

        if ((uint)header.Version is not (2 or 3))
        {
            throw file.Bad(ImageFaults.Qcow2Version,
                $"QCOW2 version {header.Version}, not 2 or 3", FieldPlace.Of(in header, in header.Version));
        }

        if ((uint)header.ClusterBits is < Qcow2Limits.MinClusterBits or > Qcow2Limits.MaxClusterBits)
        {
            throw file.Bad(ImageFaults.Qcow2ClusterBits,
                $"cluster bits are {header.ClusterBits}, not {Qcow2Limits.MinClusterBits} to {Qcow2Limits.MaxClusterBits}",
                FieldPlace.Of(in header, in header.ClusterBits));
        }

        uint length = header.HeaderLength, cluster = 1u << (int)(uint)header.ClusterBits;
        if (header.Version == 3 && (length < Qcow2Header.Version3Size || length % 8 != 0 || length > cluster))
        {
            throw file.Bad(ImageFaults.Qcow2Version,
                $"a version 3 header has {length} bytes, not a multiple of 8 from 104 to the cluster size",
                FieldPlace.Of(in header, in header.HeaderLength));
        }
    }

    private static void CheckFeatures(Source file, Qcow2HeaderInfo head, string? unknown)
    {
        var header = head.Header;
        var refused = head.Features & ~Qcow2Features.Known;
        if (refused != 0)
        {
            string what = unknown is null ? "" : FormattableString.Invariant($", \"{unknown}\"");
            throw file.Bad(ImageFaults.UnsupportedFeature,
                $"the image uses unsupported incompatible features, 0x{(ulong)refused:x}{what}",
                FieldPlace.Of(in header, in header.IncompatibleFeatures),
                "convert it to a plain image with qemu-img convert");
        }

        bool hasType = head.Features.HasFlag(Qcow2Features.CompressionType);
        if (hasType != (header.CompressionType != 0) || header.CompressionType > (byte)Qcow2Compression.Zstd)
        {
            throw file.Bad(ImageFaults.UnsupportedFeature,
                $"the compression type is {header.CompressionType}, but its feature bit is {(hasType ? 1 : 0)}",
                FieldPlace.Of(in header, in header.CompressionType));
        }

        if (head.Features.HasFlag(Qcow2Features.ExternalData) && head.DataFileName is null)
        {
            throw file.Bad(ImageFaults.UnsupportedFeature,
                $"the image has an external data file, but does not name it",
                FieldPlace.Of(in header, in header.IncompatibleFeatures));
        }
    }

    private static void CheckSizes(Source file, Qcow2HeaderInfo head)
    {
        var (header, cluster) = (head.Header, head.Cluster);
        const int least = 1 << Qcow2Limits.MinClusterBits;
        if (cluster.UnitBytes < least)
        {
            throw file.Bad(ImageFaults.Qcow2ClusterBits,
                $"clusters of {cluster.Bytes} bytes have subclusters of {cluster.UnitBytes}; the minimum is {least}",
                FieldPlace.Of(in header, in header.ClusterBits));
        }

        CheckL1(file, head);
        if (header.VirtualSize > (ulong)Qcow2Limits.MaxVirtualSize)
        {
            throw file.Bad(ImageFaults.Qcow2Tables,
                $"the disk size of {header.VirtualSize:N0} bytes is not valid", FieldPlace.Of(in header, in header.VirtualSize));
        }

        if (head.Version == 3 && header.RefcountOrder > Qcow2Limits.MaxRefcountOrder)
        {
            throw file.Bad(ImageFaults.Qcow2Tables,
                $"refcounts have 2 to the power of {header.RefcountOrder} bits; the limit is {1 << Qcow2Limits.MaxRefcountOrder} bits",
                FieldPlace.Of(in header, in header.RefcountOrder));
        }
    }

    private static void CheckL1(Source file, Qcow2HeaderInfo head)
    {
        var (header, cluster) = (head.Header, head.Cluster);
        ulong size = header.VirtualSize, l1 = header.L1Size, l1Offset = header.L1TableOffset;
        if (l1 * sizeof(ulong) > Qcow2Limits.MaxL1Bytes)
        {
            throw file.Bad(ImageFaults.Qcow2Tables,
                $"the L1 table has {l1 * sizeof(ulong):N0} bytes; the limit is {Qcow2Limits.MaxL1Bytes >> 20} MiB",
                FieldPlace.Of(in header, in header.L1Size));
        }

        ulong needed = size / (ulong)cluster.BytesPerTable + (size % (ulong)cluster.BytesPerTable != 0 ? 1UL : 0);
        if (l1 < needed)
        {
            throw file.Bad(ImageFaults.Qcow2Tables,
                $"the L1 table has {l1:N0} entries, but {size:N0} bytes of disk need {needed:N0}",
                FieldPlace.Of(in header, in header.L1Size));
        }

        if (l1Offset % (ulong)cluster.Bytes != 0 || l1Offset > (ulong)file.Length)
        {
            throw file.Bad(ImageFaults.Qcow2Tables,
                $"the L1 table is at {l1Offset}, which is not a cluster of the file", FieldPlace.Of(in header, in header.L1TableOffset));
        }
    }
}
