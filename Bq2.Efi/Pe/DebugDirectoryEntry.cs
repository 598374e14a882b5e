using System.Runtime.InteropServices;

namespace Bq2.Efi.Pe;

/// <summary>A row of the debug directory: where one kind of information for debuggers lies.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct DebugDirectoryEntry
{
    public const int Size = 28;

    public uint Characteristics;         //  0  0
    public uint TimeDateStamp;           //  4
    public ushort MajorVersion;          //  8
    public ushort MinorVersion;          // 10
    public DebugKind Kind;               // 12
    public uint SizeOfData;              // 16
    public uint Address;                 // 20  0 where the data are not mapped, which edk2 takes ill
    public uint FileOffset;              // 24
}

/// <summary>The head of a CodeView record of the kind "RSDS"; the file's name follows, ended by a zero.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct CodeViewHeader
{
    public const uint MagicRsds = 0x5344_5352;
    public const int Size = 24;

    public uint Magic;                   //  0
    public Guid Id;                      //  4
    public uint Age;                     // 20
}

/// <summary>What a row of the debug directory is about.</summary>
public enum DebugKind : uint
{
    /// <summary>COFF symbols and line numbers.</summary>
    Coff = 1,
    /// <summary>The name of the program database and the id of the build.</summary>
    CodeView = 2,
    /// <summary>The name of a separate file for debuggers.</summary>
    Misc = 4,
    /// <summary>Profile-guided optimisation.</summary>
    Pogo = 13,
    /// <summary>A mark that the build is reproducible, with its hash.</summary>
    Repro = 16,
    /// <summary>A portable program database inside the image.</summary>
    EmbeddedPdb = 17,
    /// <summary>The checksum of the program database.</summary>
    PdbChecksum = 19,
    /// <summary>More characteristics, such as CET.</summary>
    ExtendedTraits = 20,
}
