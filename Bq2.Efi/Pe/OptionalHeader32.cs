using System.Runtime.InteropServices;

namespace Bq2.Efi.Pe;

/// <summary>The PE32 optional header, of 32-bit images and of .NET's for any machine, without its data directories.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct OptionalHeader32
{
    public const ushort MagicPe32 = 0x10b;
    public const int Size = 96;

    public ushort Magic;                 //  0
    public byte MajorLinkerVersion;      //  2
    public byte MinorLinkerVersion;      //  3
    public uint SizeOfCode;              //  4
    public uint SizeOfInitializedData;   //  8
    public uint SizeOfUninitializedData; // 12
    public uint AddressOfEntryPoint;     // 16
    public uint BaseOfCode;              // 20
    public uint BaseOfData;              // 24  the one field that PE32+ does not have
    public uint ImageBase;               // 28
    public uint SectionAlignment;        // 32
    public uint FileAlignment;           // 36
    public ushort MajorSystemVersion;    // 40
    public ushort MinorSystemVersion;    // 42
    public ushort MajorImageVersion;     // 44
    public ushort MinorImageVersion;     // 46
    public ushort MajorSubsystemVersion; // 48
    public ushort MinorSubsystemVersion; // 50
    public uint Win32VersionValue;       // 52
    public uint SizeOfImage;             // 56
    public uint SizeOfHeaders;           // 60
    public uint CheckSum;                // 64
    public Subsystem Subsystem;          // 68
    public DllTraits DllCharacteristics; // 70
    public uint SizeOfStackReserve;      // 72
    public uint SizeOfStackCommit;       // 76
    public uint SizeOfHeapReserve;       // 80
    public uint SizeOfHeapCommit;        // 84
    public uint LoaderFlags;             // 88
    public uint DirectoryCount;          // 92

    /// <summary>The same values in the wider form; the magic still tells which form the file has.</summary>
    public readonly OptionalHeader64 Widened() => new()
    {
        Magic = Magic,
        MajorLinkerVersion = MajorLinkerVersion,
        MinorLinkerVersion = MinorLinkerVersion,
        SizeOfCode = SizeOfCode,
        SizeOfInitializedData = SizeOfInitializedData,
        SizeOfUninitializedData = SizeOfUninitializedData,
        AddressOfEntryPoint = AddressOfEntryPoint,
        BaseOfCode = BaseOfCode,
        ImageBase = ImageBase,
        SectionAlignment = SectionAlignment,
        FileAlignment = FileAlignment,
        MajorSystemVersion = MajorSystemVersion,
        MinorSystemVersion = MinorSystemVersion,
        MajorImageVersion = MajorImageVersion,
        MinorImageVersion = MinorImageVersion,
        MajorSubsystemVersion = MajorSubsystemVersion,
        MinorSubsystemVersion = MinorSubsystemVersion,
        Win32VersionValue = Win32VersionValue,
        SizeOfImage = SizeOfImage,
        SizeOfHeaders = SizeOfHeaders,
        CheckSum = CheckSum,
        Subsystem = Subsystem,
        DllCharacteristics = DllCharacteristics,
        SizeOfStackReserve = SizeOfStackReserve,
        SizeOfStackCommit = SizeOfStackCommit,
        SizeOfHeapReserve = SizeOfHeapReserve,
        SizeOfHeapCommit = SizeOfHeapCommit,
        LoaderFlags = LoaderFlags,
        DirectoryCount = DirectoryCount,
    };

    /// <exception cref="OverflowException">A value does not fit.</exception>
    public static OptionalHeader32 Of(in OptionalHeader64 wide, uint baseOfData) => new()
    {
        Magic = wide.Magic,
        MajorLinkerVersion = wide.MajorLinkerVersion,
        MinorLinkerVersion = wide.MinorLinkerVersion,
        SizeOfCode = wide.SizeOfCode,
        SizeOfInitializedData = wide.SizeOfInitializedData,
        SizeOfUninitializedData = wide.SizeOfUninitializedData,
        AddressOfEntryPoint = wide.AddressOfEntryPoint,
        BaseOfCode = wide.BaseOfCode,
        BaseOfData = baseOfData,
        ImageBase = checked((uint)wide.ImageBase),
        SectionAlignment = wide.SectionAlignment,
        FileAlignment = wide.FileAlignment,
        MajorSystemVersion = wide.MajorSystemVersion,
        MinorSystemVersion = wide.MinorSystemVersion,
        MajorImageVersion = wide.MajorImageVersion,
        MinorImageVersion = wide.MinorImageVersion,
        MajorSubsystemVersion = wide.MajorSubsystemVersion,
        MinorSubsystemVersion = wide.MinorSubsystemVersion,
        Win32VersionValue = wide.Win32VersionValue,
        SizeOfImage = wide.SizeOfImage,
        SizeOfHeaders = wide.SizeOfHeaders,
        CheckSum = wide.CheckSum,
        Subsystem = wide.Subsystem,
        DllCharacteristics = wide.DllCharacteristics,
        SizeOfStackReserve = checked((uint)wide.SizeOfStackReserve),
        SizeOfStackCommit = checked((uint)wide.SizeOfStackCommit),
        SizeOfHeapReserve = checked((uint)wide.SizeOfHeapReserve),
        SizeOfHeapCommit = checked((uint)wide.SizeOfHeapCommit),
        LoaderFlags = wide.LoaderFlags,
        DirectoryCount = wide.DirectoryCount,
    };
}
