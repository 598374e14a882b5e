using System.Runtime.InteropServices;

namespace Bq2.Image;

/// <summary>An entry of a zip file's list, "central directory header" in PKWARE's APPNOTE; the name and extra fields follow.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct ZipEntryHeader
{
    public const int Size = 46;
    public const uint Mark = 0x0201_4b50;
    public const ushort EncryptedFlag = 1;
    public const byte MadeOnUnix = 3;
    public const ushort Stored = 0, Deflated = 8;

    public uint Signature;           //  0  Mark
    public byte VersionMadeBy;       //  4
    public byte System;              //  5  3: Unix
    public ushort VersionNeeded;     //  6
    public ushort Flags;             //  8
    public ushort Method;            // 10  0: stored; 8: deflate
    public ushort Time;              // 12  as in FAT
    public ushort Date;              // 14
    public uint Crc;                 // 16
    public uint PackedLength;        // 20  0xffffffff: see the extra field
    public uint Length;              // 24  likewise
    public ushort NameLength;        // 28
    public ushort ExtraLength;       // 30
    public ushort CommentLength;     // 32
    public ushort Disk;              // 34
    public ushort InternalAttributes; // 36
    public ushort FatAttributes;     // 38
    public ushort UnixMode;          // 40  if it was made on Unix
    public uint Offset;              // 42  of the file's own header; 0xffffffff: see the extra field
}

/// <summary>What stands before a file's bytes; its name and its own extra fields follow.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct ZipFileHeader
{
    public const int Size = 30;
    public const uint Mark = 0x0403_4b50;

    public uint Signature;           //  0  Mark
    public ushort VersionNeeded;     //  4
    public ushort Flags;             //  6
    public ushort Method;            //  8
    public ushort Time;              // 10
    public ushort Date;              // 12
    public uint Crc;                 // 14  0 if it comes after the bytes, as the two lengths
    public uint PackedLength;        // 18
    public uint Length;              // 22
    public ushort NameLength;        // 26
    public ushort ExtraLength;       // 28
}
