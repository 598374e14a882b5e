using System.Numerics;
using System.Runtime.InteropServices;
using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>Reads the superblock, and checks everything that the other code relies on.</summary>
internal static class Ext4SuperReader
{
    // Larger blocks than 64 KiB exist nowhere.
    private const uint MaxLogBlockSize = 6;
    private const int UsualInodeSize = 128;

    private const Ext4Incompatible Readable = Ext4Incompatible.FileType | Ext4Incompatible.NeedsRecovery | Ext4Incompatible.MetaGroups
        | Ext4Incompatible.Extents | Ext4Incompatible.Has64Bit | Ext4Incompatible.MultipleMountProtection | Ext4Incompatible.FlexGroups
        | Ext4Incompatible.AttributeInodes | Ext4Incompatible.ChecksumSeed | Ext4Incompatible.LargeFolders | Ext4Incompatible.InlineData
        | Ext4Incompatible.Encryption | Ext4Incompatible.CaseFolding;

    public static Ext4Facts Read(Source source)
    {
        if (source.Length < Ext4SuperBlock.Offset + Ext4SuperBlock.Size)
            throw source.Bad(VolumeFaults.NotExt4, $"{source.Length} bytes are too few for an ext4 volume");

        var super = MemoryMarshal.Read<Ext4SuperBlock>(source.ReadBytes(Ext4SuperBlock.Offset, Ext4SuperBlock.Size));
        if (super.Magic != Ext4SuperBlock.MagicExt)
            throw Bad($"not an ext4 volume: its magic is 0x{super.Magic:x4}, not 0xef53", FieldPlace.Of(in super, in super.Magic));
        CheckFeatures(source, super);
        CheckGeometry(source, super);
        CheckChecksum(source, super);
        var facts = FactsOf(super);
        CheckSize(source, super, facts);
        return facts;

        Efi.FaultException Bad(FormattableString message, FieldPlace place) =>
            source.Bad(VolumeFaults.NotExt4, message, place.At(Ext4SuperBlock.Offset));
    }

    private static void CheckFeatures(Source source, in Ext4SuperBlock super)
    {
        var unknown = super.Incompatible & ~Readable;
        if (super.Revision > 0 && unknown != 0)
        {
            throw source.Bad(VolumeFaults.Ext4Feature,
                $"the volume has the feature {unknown} (0x{(uint)unknown:x}), which is not supported",
                FieldPlace.Of(in super, in super.Incompatible).At(Ext4SuperBlock.Offset));
        }

        if (super.Revision > 0 && (super.ReadOnly & Ext4ReadOnly.BigClusters) != 0)
        {
            throw source.Bad(VolumeFaults.Ext4Feature,
                $"the volume allocates clusters of several blocks (bigalloc), which is not supported",
                FieldPlace.Of(in super, in super.ReadOnly).At(Ext4SuperBlock.Offset));
        }
    }

    private static void CheckGeometry(Source source, in Ext4SuperBlock super)
    {
        if (super.LogBlockSize > MaxLogBlockSize)
            throw Bad(source, $"blocks of 2^{super.LogBlockSize + 10L} bytes", FieldPlace.Of(in super, in super.LogBlockSize));
        int blockSize = 1024 << (int)super.LogBlockSize;
        if (super.BlocksPerGroup == 0 || super.BlocksPerGroup > blockSize * 8L)
            throw Bad(source, $"groups of {super.BlocksPerGroup} blocks", FieldPlace.Of(in super, in super.BlocksPerGroup));
        if (super.InodesPerGroup == 0 || super.InodesPerGroup > blockSize * 8L)
            throw Bad(source, $"groups of {super.InodesPerGroup} inodes", FieldPlace.Of(in super, in super.InodesPerGroup));
        if (super.FirstDataBlock > 1)
            throw Bad(source, $"the first group begins at block {super.FirstDataBlock}", FieldPlace.Of(in super, in super.FirstDataBlock));
        if (super.Revision > 0 && (super.InodeSize < UsualInodeSize || super.InodeSize > blockSize
            || !BitOperations.IsPow2(super.InodeSize)))
            throw Bad(source, $"inodes of {super.InodeSize} bytes", FieldPlace.Of(in super, in super.InodeSize));
        bool hasSize = super.Revision > 0 && (super.Incompatible & Ext4Incompatible.Has64Bit) != 0;
        if (hasSize && (super.DescriptorSize < Ext4GroupDescriptor.Size || super.DescriptorSize > 1024
            || !BitOperations.IsPow2(super.DescriptorSize)))
            throw Bad(source, $"group descriptors of {super.DescriptorSize} bytes", FieldPlace.Of(in super, in super.DescriptorSize));
    }

    private static void CheckChecksum(Source source, in Ext4SuperBlock super)
    {
        if (super.Revision == 0 || (super.ReadOnly & Ext4ReadOnly.MetadataChecksums) == 0)
            return;

        uint sum = Ext4Checksum.OfSuperBlock(super);
        if (sum != super.Checksum)
        {
            throw source.Bad(VolumeFaults.Ext4Checksum,
                $"the superblock has the checksum 0x{super.Checksum:x8}, but its bytes give 0x{sum:x8}",
                FieldPlace.Of(in super, in super.Checksum).At(Ext4SuperBlock.Offset));
        }
    }

    private static void CheckSize(Source source, in Ext4SuperBlock super, Ext4Facts facts)
    {
        if (facts.Blocks <= facts.FirstDataBlock || facts.Blocks > source.Length / facts.BlockSize)
        {
            throw Bad(source, $"{facts.Blocks:N0} blocks of {facts.BlockSize:N0} bytes, in {source.Length:N0} bytes",
                FieldPlace.Of(in super, in super.BlocksCountLow));
        }

        if (facts.Inodes > facts.Groups * facts.InodesPerGroup)
        {
            throw Bad(source, $"{facts.Inodes:N0} inodes in {facts.Groups:N0} groups of {facts.InodesPerGroup:N0}",
                FieldPlace.Of(in super, in super.InodesCount));
        }
    }

    private static Ext4Facts FactsOf(in Ext4SuperBlock super)
    {
        bool isOld = super.Revision == 0;
        var incompatible = isOld ? Ext4Incompatible.None : super.Incompatible;
        bool is64Bit = (incompatible & Ext4Incompatible.Has64Bit) != 0;
        ReadOnlySpan<byte> uuid = super.Uuid, name = super.VolumeName;
        int length = name.IndexOf((byte)0) is >= 0 and var end ? end : name.Length;
        return new()
        {
            BlockSize = 1024 << (int)super.LogBlockSize,
            Blocks = (long)Math.Min(is64Bit ? super.BlocksCount : super.BlocksCountLow, long.MaxValue >> 17),
            FirstDataBlock = super.FirstDataBlock,
            BlocksPerGroup = super.BlocksPerGroup,
            InodesPerGroup = super.InodesPerGroup,
            Inodes = super.InodesCount,
            InodeSize = isOld ? UsualInodeSize : super.InodeSize,
            DescriptorSize = is64Bit ? super.DescriptorSize : Ext4GroupDescriptor.OldSize,
            FirstMetaGroup = super.FirstMetaGroup,
            Compatible = isOld ? 0 : super.Compatible,
            Incompatible = incompatible,
            ReadOnly = isOld ? 0 : super.ReadOnly,
            ChecksumSeed = (incompatible & Ext4Incompatible.ChecksumSeed) != 0 ? super.ChecksumSeed : Ext4Checksum.SeedOf(uuid),
            Label = length == 0 ? null : ByteText.Decode(name[..length]),
            Uuid = new(uuid, bigEndian: true),
        };
    }

    private static Efi.FaultException Bad(Source source, FormattableString message, FieldPlace place) =>
        source.Bad(VolumeFaults.NotExt4, message, place.At(Ext4SuperBlock.Offset));
}
