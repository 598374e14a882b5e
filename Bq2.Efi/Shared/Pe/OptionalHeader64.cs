using System.Runtime.InteropServices;

namespace Bq2.Efi.Pe;

/// <summary>The PE32+ optional header without its data directories, which follow it in the file.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct OptionalHeader64
{
    public const ushort MagicPe32Plus = 0x20b;
    public const int Size = 112;

    public ushort Magic;                 //   0
    public byte MajorLinkerVersion;      //   2
    public byte MinorLinkerVersion;      //   3
    public uint SizeOfCode;              //   4
    public uint SizeOfInitializedData;   //   8
    public uint SizeOfUninitializedData; //  12
    public uint AddressOfEntryPoint;     //  16
    public uint BaseOfCode;              //  20
    public ulong ImageBase;              //  24
    public uint SectionAlignment;        //  32
    public uint FileAlignment;           //  36
    public ushort MajorSystemVersion;    //  40
    public ushort MinorSystemVersion;    //  42
    public ushort MajorImageVersion;     //  44  Linux: the version of its EFI stub's contract
    public ushort MinorImageVersion;     //  46
    public ushort MajorSubsystemVersion; //  48
    public ushort MinorSubsystemVersion; //  50
    public uint Win32VersionValue;       //  52  0
    public uint SizeOfImage;             //  56  in memory, rounded up to SectionAlignment
    public uint SizeOfHeaders;           //  60  in the file, rounded up to FileAlignment
    public uint CheckSum;                //  64
    public Subsystem Subsystem;          //  68
    public DllTraits DllCharacteristics; //  70
    public ulong SizeOfStackReserve;     //  72
    public ulong SizeOfStackCommit;      //  80
    public ulong SizeOfHeapReserve;      //  88
    public ulong SizeOfHeapCommit;       //  96
    public uint LoaderFlags;             // 104  0
    public uint DirectoryCount;          // 108  16
}

/// <summary>What kind of UEFI program an image is; firmware picks the kind of memory by it.</summary>
public enum Subsystem : ushort
{
    EfiApplication = 10,
    EfiBootServiceDriver = 11,
    EfiRuntimeDriver = 12,
}

/// <summary>How an image may be mapped.</summary>
[Flags]
public enum DllTraits : ushort
{
    None = 0,
    HighEntropyVa = 0x0020,
    DynamicBase = 0x0040,
    ForceIntegrity = 0x0080,
    NxCompatible = 0x0100,
    NoIsolation = 0x0200,
    NoExceptions = 0x0400,
    NoBind = 0x0800,
    AppContainer = 0x1000,
    WindowsDriver = 0x2000,
    ControlFlowGuard = 0x4000,
    TerminalServerAware = 0x8000,
}

/// <summary>One row of the data directories: where a table lies in memory (the certificates': in the file).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct DataDirectory
{
    public const int Size = 8;
    public const int Count = 16;

    public uint Address;                 //  0
    public uint Length;                  //  4
}

/// <summary>The meaning of the rows of the data directories.</summary>
public enum DirectoryIndex
{
    Export = 0,
    Import = 1,
    Resource = 2,
    Exception = 3,
    Certificate = 4,
    BaseRelocation = 5,
    Debug = 6,
    Architecture = 7,
    GlobalPointer = 8,
    ThreadStorage = 9,
    LoadConfiguration = 10,
    BoundImport = 11,
    ImportAddress = 12,
    DelayImport = 13,
    CommonLanguageRuntime = 14,
    Reserved = 15,
}
