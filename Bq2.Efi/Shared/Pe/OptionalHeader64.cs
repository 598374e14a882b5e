using System.Runtime.InteropServices;

namespace Bq2.Efi.Pe;

/// <summary>The PE32+ optional header without its data directories, which follow it in the file.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct OptionalHeader64
{
    internal const ushort MagicPe32Plus = 0x20b;
    internal const int Size = 112;

    /// <summary>0x20b for PE32+, 0x10b for PE32.</summary>
    public ushort Magic;                 //   0
    /// <summary>The version of the linker.</summary>
    public byte MajorLinkerVersion;      //   2
    /// <summary>The second part of the linker's version.</summary>
    public byte MinorLinkerVersion;      //   3
    /// <summary>The bytes of all sections with code.</summary>
    public uint SizeOfCode;              //   4
    /// <summary>The bytes of all sections with initialised data.</summary>
    public uint SizeOfInitializedData;   //   8
    /// <summary>The bytes of all sections of zeros that are not in the file.</summary>
    public uint SizeOfUninitializedData; //  12
    /// <summary>Where the program starts, relative to the image; 0 if it has no entry point.</summary>
    public uint AddressOfEntryPoint;     //  16
    /// <summary>Where the code begins, relative to the image.</summary>
    public uint BaseOfCode;              //  20
    /// <summary>The address that the image is linked for.</summary>
    public ulong ImageBase;              //  24
    /// <summary>The alignment of sections in memory.</summary>
    public uint SectionAlignment;        //  32
    /// <summary>The alignment of sections in the file.</summary>
    public uint FileAlignment;           //  36
    /// <summary>The version of the operating system that is required.</summary>
    public ushort MajorSystemVersion;    //  40
    /// <summary>The second part of that version.</summary>
    public ushort MinorSystemVersion;    //  42
    /// <summary>The version of the image. A Linux kernel states the version of its EFI stub's contract.</summary>
    public ushort MajorImageVersion;     //  44
    /// <summary>The second part of the image's version.</summary>
    public ushort MinorImageVersion;     //  46
    /// <summary>The version of the subsystem that is required.</summary>
    public ushort MajorSubsystemVersion; //  48
    /// <summary>The second part of that version.</summary>
    public ushort MinorSubsystemVersion; //  50
    /// <summary>Reserved; 0.</summary>
    public uint Win32VersionValue;       //  52
    /// <summary>The bytes of the image in memory, rounded up to <see cref="SectionAlignment"/>.</summary>
    public uint SizeOfImage;             //  56
    /// <summary>The bytes of all headers in the file, rounded up to <see cref="FileAlignment"/>.</summary>
    public uint SizeOfHeaders;           //  60
    /// <summary>A checksum of the file; firmware does not look at it.</summary>
    public uint CheckSum;                //  64
    /// <summary>What kind of program it is.</summary>
    public Subsystem Subsystem;          //  68
    /// <summary>How the image may be mapped.</summary>
    public DllTraits DllCharacteristics; //  70
    /// <summary>The address space for the stack; firmware does not look at it.</summary>
    public ulong SizeOfStackReserve;     //  72
    /// <summary>The memory for the stack at the start; firmware does not look at it.</summary>
    public ulong SizeOfStackCommit;      //  80
    /// <summary>The address space for the heap; firmware does not look at it.</summary>
    public ulong SizeOfHeapReserve;      //  88
    /// <summary>The memory for the heap at the start; firmware does not look at it.</summary>
    public ulong SizeOfHeapCommit;       //  96
    /// <summary>Reserved; 0.</summary>
    public uint LoaderFlags;             // 104
    /// <summary>How many data directories follow; 16 in nearly every image.</summary>
    public uint DirectoryCount;          // 108
}

/// <summary>What kind of UEFI program an image is; firmware picks the kind of memory by it.</summary>
public enum Subsystem : ushort
{
    /// <summary>A program that returns to firmware; its memory is freed when it does.</summary>
    EfiApplication = 10,
    /// <summary>A driver that stays loaded until an operating system takes over.</summary>
    EfiBootServiceDriver = 11,
    /// <summary>A driver that stays loaded under the operating system.</summary>
    EfiRuntimeDriver = 12,
}

/// <summary>How an image may be mapped.</summary>
[Flags]
public enum DllTraits : ushort
{
    /// <summary>None of them.</summary>
    None = 0,
    /// <summary>The program works anywhere in a 64-bit address space.</summary>
    HighEntropyVa = 0x0020,
    /// <summary>The image can be loaded at any address.</summary>
    DynamicBase = 0x0040,
    /// <summary>Windows loads the image only if its signature is valid.</summary>
    ForceIntegrity = 0x0080,
    /// <summary>The program works where data cannot be executed.</summary>
    NxCompatible = 0x0100,
    /// <summary>Windows looks for no manifest.</summary>
    NoIsolation = 0x0200,
    /// <summary>The image has no handlers for structured exceptions.</summary>
    NoExceptions = 0x0400,
    /// <summary>The image must not be bound.</summary>
    NoBind = 0x0800,
    /// <summary>The program must run in an app container.</summary>
    AppContainer = 0x1000,
    /// <summary>A driver of the Windows driver model.</summary>
    WindowsDriver = 0x2000,
    /// <summary>The code checks the targets of indirect calls.</summary>
    ControlFlowGuard = 0x4000,
    /// <summary>The program knows about terminal servers.</summary>
    TerminalServerAware = 0x8000,
}

/// <summary>One row of the data directories: where a table lies in memory (the certificates': in the file).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct DataDirectory
{
    internal const int Size = 8;
    internal const int Count = 16;

    /// <summary>Where the table is, relative to the image; the certificates' is an offset in the file. 0 if there is none.</summary>
    public uint Address;                 //  0
    /// <summary>The bytes of the table.</summary>
    public uint Length;                  //  4
}

/// <summary>The meaning of the rows of the data directories.</summary>
public enum DirectoryIndex
{
    /// <summary>Functions that the image offers to others.</summary>
    Export = 0,
    /// <summary>Functions of other images that it needs.</summary>
    Import = 1,
    /// <summary>Resources: icons, texts, versions.</summary>
    Resource = 2,
    /// <summary>Unwind information, .pdata.</summary>
    Exception = 3,
    /// <summary>Signatures. The only table whose address is an offset in the file.</summary>
    Certificate = 4,
    /// <summary>Addresses that change when the image is moved.</summary>
    BaseRelocation = 5,
    /// <summary>Information for debuggers.</summary>
    Debug = 6,
    /// <summary>Reserved.</summary>
    Architecture = 7,
    /// <summary>The value of the global pointer register of Itanium.</summary>
    GlobalPointer = 8,
    /// <summary>Thread-local storage.</summary>
    ThreadStorage = 9,
    /// <summary>The load configuration of Windows.</summary>
    LoadConfiguration = 10,
    /// <summary>Bound imports.</summary>
    BoundImport = 11,
    /// <summary>The table that the loader fills with imported addresses.</summary>
    ImportAddress = 12,
    /// <summary>Imports that are loaded at their first use.</summary>
    DelayImport = 13,
    /// <summary>The header of managed code.</summary>
    CommonLanguageRuntime = 14,
    /// <summary>Reserved.</summary>
    Reserved = 15,
}
