using System.Runtime.InteropServices;

namespace Bq2.Image;

/// <summary>Reads the header of a QCOW2 image and refuses what is damaged, unknown, or not supported yet.</summary>
internal static class Qcow2HeaderReader
{
    private const long MaxL1Bytes = 32 << 20;

    public static Qcow2Header Read(Source file)
    {
        var header = ReadStruct(file);
        CheckVersion(file, header);
        CheckFeatures(file, header);
        CheckSizes(file, header);
        return header;
    }

    /// <summary>The fields that the image's version has; the rest are zeros, which is what they mean there.</summary>
    private static Qcow2Header ReadStruct(Source file)
    {
        if (file.Length < Qcow2Header.Version2Size)
            throw file.Bad("QCW003", $"{file.Length} bytes are too few for a QCOW2 header, which has {Qcow2Header.Version2Size}");

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
            throw file.Bad("QCW003", $"not a QCOW2 image: it begins with 0x{(uint)header.Magic:x8}, not 0x514649fb", 0, 4);
        if ((uint)header.Version is not (2 or 3))
            throw file.Bad("QCW004", $"QCOW2 version {header.Version}, not 2 or 3", 4, 4);
        if ((uint)header.ClusterBits is < ClusterSize.MinBits or > ClusterSize.MaxBits)
            throw file.Bad("QCW005", $"cluster bits are {header.ClusterBits}, not 9 to 21", 20, 4);

        uint length = header.HeaderLength, cluster = 1u << (int)(uint)header.ClusterBits;
        if (header.Version == 3 && (length < Qcow2Header.Version3Size || length % 8 != 0 || length > cluster))
        {
            throw file.Bad("QCW004",
                $"a version 3 header of {length} bytes, not a multiple of 8 from 104 to the cluster size", 100, 4);
        }
    }

    private static void CheckFeatures(Source file, Qcow2Header header)
    {
        if (header.BackingFileOffset != 0)
        {
            throw file.Bad("QCW006",
                $"the image has a backing file, which is not read yet", 8, 8, "qemu-img rebase -b \"\" makes it stand alone");
        }

        if (header.CryptMethod != 0)
        {
            throw file.Bad("QCW007",
                $"the image is encrypted, by method {header.CryptMethod}", 32, 4, "qemu-img convert can decrypt it");
        }

        var features = (Qcow2Features)(ulong)header.IncompatibleFeatures;
        var refused = features & ~(Qcow2Features.Dirty | Qcow2Features.Corrupt);
        if (refused != 0)
        {
            throw file.Bad("QCW008",
                $"the image needs what is not read yet: {NameOf(refused)}", 72, 8, "qemu-img convert makes a plain image of it");
        }
    }

    private static string NameOf(Qcow2Features features)
    {
        if (features.HasFlag(Qcow2Features.ExternalData))
            return "an external data file";
        if (features.HasFlag(Qcow2Features.ExtendedL2))
            return "extended L2 entries";
        return features.HasFlag(Qcow2Features.CompressionType)
            ? "a compression type other than deflate"
            : FormattableString.Invariant($"incompatible features 0x{(ulong)features:x}");
    }

    private static void CheckSizes(Source file, Qcow2Header header)
    {
        var cluster = new ClusterSize((int)(uint)header.ClusterBits);
        ulong size = header.VirtualSize, l1 = header.L1Size, l1Offset = header.L1TableOffset;
        if (l1 * sizeof(ulong) > MaxL1Bytes)
            throw file.Bad("QCW009", $"an L1 table of {l1 * sizeof(ulong):N0} bytes; more than 32 MiB is no honest image", 36, 4);

        ulong needed = size / (ulong)cluster.BytesPerTable + (size % (ulong)cluster.BytesPerTable != 0 ? 1UL : 0);
        if (l1 < needed)
            throw file.Bad("QCW009", $"the L1 table has {l1:N0} entries, but {size:N0} bytes of disk need {needed:N0}", 36, 4);
        if (l1Offset % (ulong)cluster.Bytes != 0 || l1Offset > (ulong)file.Length)
            throw file.Bad("QCW009", $"the L1 table lies at {l1Offset}, which is no cluster of the file", 40, 8);
        if (size > long.MaxValue)
            throw file.Bad("QCW009", $"a disk of {size:N0} bytes", 24, 8);
    }
}
