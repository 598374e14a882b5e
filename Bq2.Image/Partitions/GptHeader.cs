using System.Runtime.InteropServices;

namespace Bq2.Image;

/// <summary>
/// The 92 bytes at the start of a disk's second sector and of its last one: "GPT Header" of the UEFI specification.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct GptHeader
{
    public const ulong EfiPart = 0x5452_4150_2049_4645;
    public const uint Revision1 = 0x0001_0000;
    public const int Size = 92;

    public ulong Signature;              //  0  "EFI PART"
    public uint Revision;                //  8
    public uint HeaderSize;              // 12  92
    public uint HeaderCrc32;             // 16  over HeaderSize bytes, these four taken as 0
    public uint Reserved;                // 20  0
    public ulong MyLba;                  // 24
    public ulong AlternateLba;           // 32  where the other header lies
    public ulong FirstUsableLba;         // 40
    public ulong LastUsableLba;          // 48
    public Guid DiskGuid;                // 56  a Guid lies in memory as EFI keeps it
    public ulong PartitionEntryLba;      // 72
    public uint NumberOfPartitionEntries; // 80
    public uint SizeOfPartitionEntry;    // 84
    public uint PartitionEntryArrayCrc32; // 88
}
