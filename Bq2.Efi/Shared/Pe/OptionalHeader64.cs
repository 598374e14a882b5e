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
