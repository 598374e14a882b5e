using System.Runtime.InteropServices;
using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>Reads the superblock, and checks everything that the other code relies on.</summary>
internal static class ErofsSuperblockReader
{
    private const int MinBits = 9, MaxBits = 16;

    private static readonly (ErofsIncompatible Feature, string Name)[] s_unsupported =
    [
        (ErofsIncompatible.Fragments, "fragments or deduplication"),
        (ErofsIncompatible.XattrPrefixes, "long prefixes of extended attributes"),
        (ErofsIncompatible.Long, "block numbers of 48 bits"),
        (ErofsIncompatible.MetaBox, "a metabox"),
    ];

    public static ErofsSuperblock Read(Source source)
    {
        if (source.Length < ErofsSuperblock.Offset + ErofsSuperblock.Size)
            throw source.Bad(VolumeFaults.NotErofs, $"{source.Length} bytes are too few for an EROFS volume");

        var superblock = MemoryMarshal.Read<ErofsSuperblock>(source.ReadBytes(ErofsSuperblock.Offset, ErofsSuperblock.Size));
        if (superblock.Magic != ErofsSuperblock.MagicNumber)
        {
            throw source.Bad(VolumeFaults.NotErofs,
                $"not an EROFS volume: its magic is 0x{superblock.Magic:x8}, not 0x{ErofsSuperblock.MagicNumber:x8}",
                Place(in superblock, in superblock.Magic));
        }

        if (superblock.BlockBits is < MinBits or > MaxBits)
        {
            throw source.Bad(VolumeFaults.NotErofs,
                $"blocks of 2^{superblock.BlockBits} bytes, not of 2^{MinBits} to 2^{MaxBits}",
                Place(in superblock, in superblock.BlockBits));
        }

        CheckFeatures(source, superblock);
        CheckSum(source, superblock);
        return superblock;
    }

    private static void CheckFeatures(Source source, in ErofsSuperblock superblock)
    {
        var features = superblock.Incompatible;
        var place = Place(in superblock, in superblock.Incompatible);
        foreach (var (feature, name) in s_unsupported)
        {
            if (features.HasFlag(feature))
                throw source.Bad(VolumeFaults.ErofsFeature, $"the volume uses {name}, which is not supported", place);
        }

        if (superblock.ExtraDevices != 0)
        {
            throw source.Bad(VolumeFaults.ErofsFeature,
                $"the volume stores data on {superblock.ExtraDevices} other devices, which is not supported",
                Place(in superblock, in superblock.ExtraDevices));
        }

        if (superblock.FolderBlockBits != 0)
        {
            throw source.Bad(VolumeFaults.ErofsFeature,
                $"folders have blocks of their own size, which is not supported", Place(in superblock, in superblock.FolderBlockBits));
        }

        var unknown = features & ~(ErofsIncompatible.Supported | ErofsIncompatible.DeviceTable);
        if (unknown != 0)
            throw source.Bad(VolumeFaults.ErofsFeature, $"the volume uses features that are not known here: 0x{(uint)unknown:x}", place);
    }

    private static void CheckSum(Source source, in ErofsSuperblock superblock)
    {
        if (!superblock.Compatible.HasFlag(ErofsCompatible.Checksum))
            return;

        // With small blocks, the superblock begins a block of its own.
        int blockSize = 1 << superblock.BlockBits;
        var bytes = new byte[blockSize - ErofsSuperblock.Offset % blockSize];
        source.ReadOrZeros(ErofsSuperblock.Offset, bytes);
        bytes.AsSpan().WriteAt(0, superblock with { Checksum = 0 });
        uint sum = Crc32C.Append(Crc32C.Start, bytes);
        if (sum != superblock.Checksum)
        {
            throw source.Bad(VolumeFaults.ErofsChecksum, $"the superblock has the checksum 0x{sum:x8}, and says 0x{superblock.Checksum:x8}",
                Place(in superblock, in superblock.Checksum));
        }
    }

    private static FieldPlace Place<T>(ref readonly ErofsSuperblock whole, ref readonly T field) where T : unmanaged =>
        FieldPlace.Of(in whole, in field).At(ErofsSuperblock.Offset);
}
