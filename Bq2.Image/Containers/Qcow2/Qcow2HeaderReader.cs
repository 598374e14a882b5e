using System.Runtime.InteropServices;
using System.Text;
using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>
/// Reads the first cluster of a QCOW2 image, and refuses it if damaged or not supported. Reads at most 2 MiB, whatever the
/// header says.
/// </summary>
internal static class Qcow2HeaderReader
{
    private const int FeatureRow = 48;

    public static Qcow2HeaderInfo Read(Source file)
    {
        var head = ReadEvenEncrypted(file);
        var header = head.Header;
        if (head.Encryption is not null)
        {
            throw file.Bad(ImageFaults.Encrypted, $"the image is encrypted with method {header.CryptMethod}",
                FieldPlace.Of(in header, in header.CryptMethod), "decrypt it with qemu-img convert");
        }

        return head;
    }

    /// <summary>The same without the requirement that the disk in it is readable, for describing the image.</summary>
    public static Qcow2HeaderInfo ReadEvenEncrypted(Source file)
    {
        var header = ReadStruct(file);
        CheckVersion(file, header);
        var head = ReadExtensions(file, new(header), out string? unknown);
        CheckFeatures(file, head, unknown);
        CheckSizes(file, head);
        return head with { BackingName = ReadBackingName(file, header) };
    }

    /// <summary>The fields of the image's version; the others are zero, which is their default.</summary>
    private static Qcow2Header ReadStruct(Source file)
    {
        if (file.Length < Qcow2Header.Version2Size)
        {
            throw file.Bad(ImageFaults.NotQcow2,
                $"the file has {file.Length} bytes, too few for a QCOW2 header of {Qcow2Header.Version2Size}");
        }

        Span<byte> bytes = new byte[Qcow2Header.Size];
        file.ReadAt(0, bytes[..(int)Math.Min(file.Length, bytes.Length)]);
        var header = MemoryMarshal.Read<Qcow2Header>(bytes);
        int length = header.Version < 3 ? Qcow2Header.Version2Size
            : (int)Math.Clamp(header.HeaderLength, Qcow2Header.Version3Size, (uint)bytes.Length);
        bytes[length..].Clear();
        return MemoryMarshal.Read<Qcow2Header>(bytes);
    }

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

    /// <summary>
    /// The extensions end with an end mark, or where the backing file's name or the next cluster begins. Unknown ones are skipped, as the
    /// format requires.
    /// </summary>
    private static Qcow2HeaderInfo ReadExtensions(Source file, Qcow2HeaderInfo head, out string? unknownFeature)
    {
        unknownFeature = null;
        int start = head.Version == 2 ? Qcow2Header.Version2Size : (int)(uint)head.Header.HeaderLength;
        ulong name = head.Header.BackingFileOffset;
        long end = Math.Min(file.Length, name != 0 ? (long)Math.Min(name, (ulong)head.Cluster.Bytes) : head.Cluster.Bytes);
        if (end - start < Qcow2Extension.Size)
            return head;

        ReadOnlySpan<byte> rest = file.ReadBytes(start, (int)(end - start));
        while (rest.Length >= Qcow2Extension.Size)
        {
            var extension = MemoryMarshal.Read<Qcow2Extension>(rest);
            if (extension.Type == Qcow2Extension.End)
                break;
            if (extension.Length > rest.Length - Qcow2Extension.Size)
            {
                throw file.Bad(ImageFaults.HeaderExtension,
                    $"a header extension has {extension.Length:N0} bytes, but only {rest.Length - Qcow2Extension.Size:N0} are left",
                    FieldPlace.Of(in extension, in extension.Length).At(end - rest.Length));
            }

            var data = rest.Slice(Qcow2Extension.Size, (int)(uint)extension.Length);
            head = With(head, extension.Type, data);
            if (extension.Type == Qcow2Extension.FeatureNames)
                unknownFeature = NameOfUnknown(head.Features, data) ?? unknownFeature;
            rest = rest[Math.Min(rest.Length, Qcow2Extension.Size + (data.Length + 7 & ~7))..];
        }

        return head;
    }

    private static Qcow2HeaderInfo With(Qcow2HeaderInfo head, uint type, ReadOnlySpan<byte> data) => type switch
    {
        Qcow2Extension.BackingFormat => head with { BackingFormat = Text(data) },
        Qcow2Extension.DataFileName => head with { DataFileName = Text(data) },
        Qcow2Extension.Bitmaps when data.Length >= Qcow2BitmapsExtension.Size && head.Autoclear.HasFlag(Qcow2Autoclear.Bitmaps) =>
            head with { Bitmaps = MemoryMarshal.Read<Qcow2BitmapsExtension>(data) },
        _ => head,
    };

    /// <summary>Rows of 48 bytes: kind of feature (0: incompatible), bit number, name.</summary>
    private static string? NameOfUnknown(Qcow2Features features, ReadOnlySpan<byte> table)
    {
        for (; table.Length >= FeatureRow; table = table[FeatureRow..])
        {
            bool asked = table[0] == 0 && table[1] < 64 && ((ulong)(features & ~Qcow2Features.Known) >> table[1] & 1) != 0;
            if (asked)
                return Text(table[2..FeatureRow].TrimEnd((byte)0));
        }

        return null;
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

        if (size > (ulong)Qcow2Limits.MaxVirtualSize)
        {
            throw file.Bad(ImageFaults.Qcow2Tables,
                $"the disk size of {size:N0} bytes is not valid", FieldPlace.Of(in header, in header.VirtualSize));
        }

        if (head.Version == 3 && header.RefcountOrder > Qcow2Limits.MaxRefcountOrder)
        {
            throw file.Bad(ImageFaults.Qcow2Tables,
                $"refcounts have 2 to the power of {header.RefcountOrder} bits; the limit is {1 << Qcow2Limits.MaxRefcountOrder} bits",
                FieldPlace.Of(in header, in header.RefcountOrder));
        }
    }

    private static string? ReadBackingName(Source file, Qcow2Header header)
    {
        ulong offset = header.BackingFileOffset;
        uint length = header.BackingFileSize;
        if (offset == 0)
            return null;
        if (length > Qcow2Limits.MaxBackingName)
        {
            throw file.Bad(ImageFaults.BackingName,
                $"the backing file's name has {length:N0} bytes; the limit is {Qcow2Limits.MaxBackingName:N0}",
                FieldPlace.Of(in header, in header.BackingFileSize));
        }

        ulong end = Math.Min(1UL << (int)(uint)header.ClusterBits, (ulong)file.Length);
        if (offset > end || length > end - offset)
        {
            throw file.Bad(ImageFaults.BackingName, $"the backing file's name is at {offset:N0}, outside the first cluster",
                FieldPlace.Of(in header, in header.BackingFileOffset));
        }

        return length == 0 ? null : Text(file.ReadBytes((long)offset, (int)length));
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);
}
