using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>The first 1024 bytes of a journal, as "Super Block" in the kernel's Documentation/filesystems/ext4/journal.rst.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct JournalSuperBlock
{
    public const int Size = 1024;
    public const uint MagicJournal = 0xc03b_3998;
    public const uint Version2 = 4;
    public const uint ChecksumsVersion3 = 0x10;
    public const byte Crc32C = 4;

    public Be32 Magic;                   //    0
    public Be32 BlockType;               //    4  4: this one
    public Be32 HeaderSequence;          //    8
    public Be32 BlockSize;               //   12
    public Be32 Length;                  //   16  in blocks
    public Be32 First;                   //   20  the first block of the log
    public Be32 Sequence;                //   24  of the next transaction
    public Be32 Start;                   //   28  0: nothing to replay
    public Be32 Error;                   //   32
    public Be32 Compatible;              //   36
    public Be32 Incompatible;            //   40
    public Be32 ReadOnly;                //   44
    public Bytes16 Uuid;                 //   48
    public Be32 Users;                   //   64
    public Be32 SuperBlockCopy;          //   68
    public Be32 MaxTransaction;          //   72
    public Be32 MaxTransactionData;      //   76
    public byte ChecksumType;            //   80
    public Bytes3 Padding;               //   81
    public Be32 FastCommitBlocks;        //   84
    public Be32 Head;                    //   88
    public Words40 Reserved;             //   92
    public Be32 Checksum;                //  252
    public Users48 UserIds;              //  256

    [InlineArray(3)]
    internal struct Bytes3
    {
        private byte _first;
    }

    [InlineArray(16)]
    internal struct Bytes16
    {
        private byte _first;
    }

    [InlineArray(40)]
    internal struct Words40
    {
        private uint _first;
    }

    [InlineArray(768)]
    internal struct Users48
    {
        private byte _first;
    }
}
