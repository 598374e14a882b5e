using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Bq2.Image;

/// <summary>
/// The first structure of an ext2, ext3 or ext4 volume, 1024 bytes at offset 1024, field for field as "Super Block" in the kernel's
/// Documentation/filesystems/ext4.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct Ext4SuperBlock
{
    public const int Size = 1024;
    public const int Offset = 1024;
    public const ushort MagicExt = 0xef53;
    public const byte Crc32C = 1;

    public uint InodesCount;             //    0
    public uint BlocksCountLow;          //    4
    public uint ReservedBlocksLow;       //    8  for root
    public uint FreeBlocksLow;           //   12
    public uint FreeInodes;              //   16
    public uint FirstDataBlock;          //   20  1 with blocks of 1 KiB, otherwise 0
    public uint LogBlockSize;            //   24  0: 1 KiB
    public uint LogClusterSize;          //   28  the same without bigalloc
    public uint BlocksPerGroup;          //   32
    public uint ClustersPerGroup;        //   36
    public uint InodesPerGroup;          //   40
    public uint MountTime;               //   44
    public uint WriteTime;               //   48
    public ushort MountCount;            //   52
    public ushort MaxMountCount;         //   54  0xffff: no check after so many mounts
    public ushort Magic;                 //   56
    public Ext4State State;              //   58
    public ushort Errors;                //   60  1: go on after an error
    public ushort MinorRevision;         //   62
    public uint LastCheck;               //   64
    public uint CheckInterval;           //   68
    public uint CreatorOs;               //   72  0: Linux
    public uint Revision;                //   76  0: inodes have 128 bytes
    public ushort ReservedUser;          //   80
    public ushort ReservedGroup;         //   82
    public uint FirstInode;              //   84  the first that is not reserved
    public ushort InodeSize;             //   88
    public ushort BlockGroup;            //   90  where this copy is
    public Ext4Compatible Compatible;    //   92
    public Ext4Incompatible Incompatible;   // 96
    public Ext4ReadOnly ReadOnly;        //  100
    public Bytes16 Uuid;                 //  104
    public Bytes16 VolumeName;           //  120
    public Bytes64 LastMounted;          //  136
    public uint AlgorithmBitmap;         //  200
    public byte PreallocatedBlocks;      //  204
    public byte PreallocatedFolderBlocks;   // 205
    public ushort ReservedTableBlocks;   //  206  of group descriptors, for growing
    public Bytes16 JournalUuid;          //  208
    public uint JournalInode;            //  224
    public uint JournalDevice;           //  228
    public uint LastOrphan;              //  232
    public Bytes16 HashSeed;             //  236
    public byte HashVersion;             //  252
    public byte JournalBackupType;       //  253  1: the next but three are a copy of the journal's inode
    public ushort DescriptorSize;        //  254
    public uint MountOptions;            //  256
    public uint FirstMetaGroup;          //  260
    public uint MakeTime;                //  264
    public Words17 JournalBlocks;        //  268  block map, high and low half of the length
    public uint BlocksCountHigh;         //  336
    public uint ReservedBlocksHigh;      //  340
    public uint FreeBlocksHigh;          //  344
    public ushort MinExtraSize;          //  348
    public ushort WantExtraSize;         //  350
    public Ext4HashSign Flags;           //  352
    public ushort RaidStride;            //  356
    public ushort MmpInterval;           //  358
    public ulong MmpBlock;               //  360
    public uint RaidStripeWidth;         //  368
    public byte LogGroupsPerFlex;        //  372
    public byte ChecksumType;            //  373  1: CRC-32C
    public ushort ReservedPad;           //  374
    public ulong WrittenKibibytes;       //  376
    public uint SnapshotInode;           //  384
    public uint SnapshotId;              //  388
    public ulong SnapshotReserved;       //  392
    public uint SnapshotList;            //  400
    public ErrorBytes ErrorRecords;      //  404
    public Bytes64 Options;              //  512
    public uint UserQuotaInode;          //  576
    public uint GroupQuotaInode;         //  580
    public uint OverheadClusters;        //  584
    public ulong BackupGroups;           //  588  for sparse_super2
    public uint EncryptionAlgorithms;    //  596
    public Bytes16 EncryptionSalt;       //  600
    public uint LostAndFoundInode;       //  616
    public uint ProjectQuotaInode;       //  620
    public uint ChecksumSeed;            //  624
    public Rest Reserved;                //  628
    public uint Checksum;                //  1020

    public readonly ulong BlocksCount => BlocksCountLow | (ulong)BlocksCountHigh << 32;

    [InlineArray(16)]
    internal struct Bytes16
    {
        private byte _first;
    }

    [InlineArray(64)]
    internal struct Bytes64
    {
        private byte _first;
    }

    [InlineArray(17)]
    internal struct Words17
    {
        private uint _first;
    }

    [InlineArray(108)]
    internal struct ErrorBytes
    {
        private byte _first;
    }

    [InlineArray(392)]
    internal struct Rest
    {
        private byte _first;
    }
}
