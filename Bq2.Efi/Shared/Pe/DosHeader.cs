using System.Runtime.InteropServices;

namespace Bq2.Efi.Pe;

/// <summary>
/// The 64 bytes every PE image begins with. Of the DOS fields only the first and the last mean anything to firmware;
/// the rest may be zero, and no DOS program need follow.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct DosHeader
{
    public const ushort MagicMz = 0x5a4d;
    public const int Size = 64;
    internal const int PeOffsetField = 60;

    public ushort Magic;                 //  0
    public ushort LastPageBytes;         //  2
    public ushort PageCount;             //  4
    public ushort RelocationCount;       //  6
    public ushort HeaderParagraphs;      //  8
    public ushort MinParagraphs;         // 10
    public ushort MaxParagraphs;         // 12
    public ushort InitialSs;             // 14
    public ushort InitialSp;             // 16
    public ushort CheckSum;              // 18
    public ushort InitialIp;             // 20
    public ushort InitialCs;             // 22
    public ushort RelocationTable;       // 24
    public ushort Overlay;               // 26
    public ulong Reserved;               // 28
    public ushort OemId;                 // 36
    public ushort OemInfo;               // 38
    public ulong Reserved2;              // 40  twenty bytes in three fields; Linux kernels have their mark in the last
    public ulong Reserved3;              // 48
    public uint LinuxMark;               // 56  0x818223cd in a Linux kernel
    public uint PeOffset;                // 60  where "PE\0\0" stands
}
