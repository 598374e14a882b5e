namespace Bq2.Efi.Pe;

/// <summary>
/// Every rule that <see cref="EfiRules"/> holds an image to. A code means one thing and keeps its meaning; docs/faults.md is
/// made from these lines.
/// </summary>
internal static class EfiRuleCodes
{
    private static readonly FaultRegister s_register = new();

    public static readonly FaultCode OtherMachine = s_register.Add("PE010",
        "The image is for a machine other than x86_64 and aarch64.",
        "Build it for the machine that is to start it.");
    public static readonly FaultCode NoSections = s_register.Add("PE011",
        "The image has no sections.",
        "Link it again; it has no code.");
    public static readonly FaultCode SymbolTable = s_register.Add("PE012",
        "A COFF symbol table is left in the image.",
        "Remove it with strip; nothing at boot reads it.");
    public static readonly FaultCode OptionalHeaderSize = s_register.Add("PE013",
        "The size of the optional header and its number of data directories contradict each other.",
        "Link the image again; firmware asks for exactly 112 bytes and 8 for each directory.");
    public static readonly FaultCode RelocationsStripped = s_register.Add("PE014",
        "The image is marked as one whose relocations were stripped, so it could run at one address only.",
        "Link it with base relocations, and leave RELOCS_STRIPPED clear even where there are none.");
    public static readonly FaultCode NotExecutable = s_register.Add("PE015",
        "The image is not marked executable.",
        "Set 0x0002 in the characteristics of the file header.");
    public static readonly FaultCode SmallSectionAlignment = s_register.Add("PE016",
        "Sections are aligned to less than a page, so code and data may share one.",
        "Link it with a section alignment of 4096 or a larger power of two.");
    public static readonly FaultCode OddImageSize = s_register.Add("PE017",
        "The size of the image is not a multiple of its section alignment.",
        "Round it up; firmware that protects memory may stop at it.");
    public static readonly FaultCode HeaderSize = s_register.Add("PE018",
        "The size of the headers does not fit the section table, the image or the file.",
        "Link the image again.");
    public static readonly FaultCode OtherSubsystem = s_register.Add("PE019",
        "The subsystem is not one of UEFI's.",
        "Link it as a UEFI application, boot service driver or runtime driver.");
    public static readonly FaultCode NotNxCompatible = s_register.Add("PE020",
        "The image does not promise that it never runs what it writes (NX_COMPAT is clear).",
        "Set 0x0100 in the DLL characteristics if no code of it writes to code or runs from data.");
    public static readonly FaultCode EmptySection = s_register.Add("PE021",
        "A section takes no memory.",
        "Leave it out.");
    public static readonly FaultCode SectionBetweenPages = s_register.Add("PE022",
        "A section does not start at a multiple of the section alignment.",
        "Link the image again with aligned sections.");
    public static readonly FaultCode SectionOutsideImage = s_register.Add("PE023",
        "A section ends beyond the end of the image.",
        "Link the image again; the size of the image is too small.");
    public static readonly FaultCode BytesOfNoSection = s_register.Add("PE024",
        "Bytes of the file belong to no section, and signing tools disagree about hashing them.",
        "Place section data one behind the other, and put nothing behind them.");
    public static readonly FaultCode SectionOutsideFile = s_register.Add("PE025",
        "A section has data beyond the end of the file.",
        "Get the file again; it was probably cut off.");
    public static readonly FaultCode WritableCode = s_register.Add("PE026",
        "A section is both writable and executable.",
        "Keep code and data in sections of their own.");
    public static readonly FaultCode CodeMarks = s_register.Add("PE027",
        "A section is marked as executable or as code, but not as both.",
        "Mark code as both, and data as neither.");
    public static readonly FaultCode NoEntry = s_register.Add("PE028",
        "The entry point is in no section, so nothing can run.",
        "Link the image again with an entry point.");
    public static readonly FaultCode NoRelocations = s_register.Add("PE029",
        "The image has no base relocations.",
        "Give it one block without entries; firmware other than edk2 may ask for one.");
    public static readonly FaultCode RelocationKind = s_register.Add("PE031",
        "A base relocation is of a kind that firmware refuses.",
        "Link the image again; 64-bit fields are of kind 10.");
    public static readonly FaultCode RelocationOutside = s_register.Add("PE032",
        "A base relocation points outside the image.",
        "Link the image again.");
    public static readonly FaultCode RelocationsOverlap = s_register.Add("PE033",
        "Two base relocations overlap, so bytes are moved twice and come out wrong.",
        "Link the image again.");
    public static readonly FaultCode HeaderInHeader = s_register.Add("PE034",
        "The PE header begins inside the DOS header.",
        "Place the PE header at 0x40 or behind.");
    public static readonly FaultCode OddHeaderOffset = s_register.Add("PE035",
        "The PE header does not begin at a multiple of 8.",
        "Nothing has to be done; the format asks for it, and nobody at boot does.");
    public static readonly FaultCode TooManyDirectories = s_register.Add("PE036",
        "The image has more data directories than there are kinds.",
        "Link the image again with 16.");
    public static readonly FaultCode TooFewDirectories = s_register.Add("PE037",
        "The image has no data directory for base relocations.",
        "Link the image again with 16 directories.");
    public static readonly FaultCode Imports = s_register.Add("PE038",
        "The image imports from other images, which firmware does not resolve.",
        "Link it with all that it calls.");
    public static readonly FaultCode OddFileAlignment = s_register.Add("PE039",
        "The file alignment is odd.",
        "Link the image again with a file alignment of 512.");
    public static readonly FaultCode FileAlignment = s_register.Add("PE040",
        "The file alignment is not a power of two up to the section alignment.",
        "Link the image again with a file alignment of 512.");
    public static readonly FaultCode Driver = s_register.Add("PE041",
        "The image is a driver, which the boot menu does not start.",
        "Load it from a Driver entry or from the shell.");
    public static readonly FaultCode KernelSections = s_register.Add("PE042",
        "A section of a Linux kernel has more data than memory, which systemd's stub refuses.",
        "Build the kernel again, or start it without a unified image.");
    public static readonly FaultCode SectionOrder = s_register.Add("PE043",
        "Sections overlap in memory or do not ascend.",
        "Link the image again with ascending sections.");
    public static readonly FaultCode SectionInHeaders = s_register.Add("PE044",
        "A section, or its data, lies where the headers are.",
        "Link the image again.");
    public static readonly FaultCode UnreadableSection = s_register.Add("PE045",
        "A section is not marked readable, so shim leaves it out.",
        "Mark it as readable.");
    public static readonly FaultCode OverlappingData = s_register.Add("PE046",
        "The data of two sections overlap in the file.",
        "Link the image again with data for each section.");
    public static readonly FaultCode EntryNotExecutable = s_register.Add("PE048",
        "The entry point is in a section that is not executable.",
        "Mark the section with the code as executable.");
    public static readonly FaultCode EntryIsNoCode = s_register.Add("PE049",
        "No instruction begins at the entry point.",
        "Link the image again; the entry point is wrong.");
    public static readonly FaultCode RelocationsOutsideFile = s_register.Add("PE050",
        "The table of base relocations is not in the file as a whole.",
        "Link the image again, or get the file again.");
    public static readonly FaultCode RelocationInCode = s_register.Add("PE051",
        "A base relocation changes bytes of an instruction that hold no address.",
        "Link the image again; the offset is wrong.");
    public static readonly FaultCode TwoRelocSections = s_register.Add("PE052",
        "Two sections are called .reloc.",
        "Link the image again with one.");
    public static readonly FaultCode RelocSection = s_register.Add("PE053",
        "The section .reloc and the directory of base relocations contradict each other.",
        "Link the image again.");
    public static readonly FaultCode OddRelocationBlock = s_register.Add("PE054",
        "The length of a block of base relocations is not a multiple of 4.",
        "Nothing has to be done; the format asks for it, and nobody at boot does.");
    public static readonly FaultCode RelocationPage = s_register.Add("PE055",
        "A block of base relocations is for a page outside the image.",
        "Link the image again.");
    public static readonly FaultCode ShortRelocation = s_register.Add("PE056",
        "A base relocation is for a field of less than 64 bits, which is right only below 4 GiB.",
        "Use 64-bit addresses, or relative ones.");
    public static readonly FaultCode RelocationWithoutData = s_register.Add("PE057",
        "A base relocation points at memory that the file has no data for.",
        "Link the image again.");
    public static readonly FaultCode UnwindTableSize = s_register.Add("PE058",
        "The unwind table is not in the file as a whole, or not a whole number of rows.",
        "Link the image again; debuggers and runtimes read the table.");
    public static readonly FaultCode UnwindTableOrder = s_register.Add("PE059",
        "The unwind table is not sorted by address.",
        "Link the image again; debuggers and runtimes search the table by halving.");
    public static readonly FaultCode DebugOutside = s_register.Add("PE060",
        "The name for debuggers lies in no section.",
        "Link the image again; firmware makes the image longer to load the name.");
    public static readonly FaultCode NoSbat = s_register.Add("PE061",
        "The image has no SBAT section, and shim itself starts no such image under Secure Boot.",
        "Add a section .sbat with the rows of the program.");
    public static readonly FaultCode NoSbom = s_register.Add("PE062",
        "The image has no section .sbom, which Microsoft asks for in what it signs.",
        "Add a section .sbom that says what the program is made of.");
    public static readonly FaultCode TwoSbatSections = s_register.Add("PE063",
        "Two sections are called .sbat.",
        "Link the image again with one.");
    public static readonly FaultCode SbatRelocations = s_register.Add("PE064",
        "The section .sbat has relocations.",
        "Link the image again.");
    public static readonly FaultCode SbatNotInFile = s_register.Add("PE065",
        "The rows of SBAT are not all in the file, so shim passes over them.",
        "Make the section's size in memory that of its data.");
    public static readonly FaultCode SbatMarks = s_register.Add("PE066",
        "The section .sbat is not marked as readable data.",
        "Mark it as initialized data that is readable.");
    public static readonly FaultCode CertificatesOutside = s_register.Add("PE067",
        "The table of certificates ends beyond the end of the file.",
        "Get the file again, or sign it again.");
    public static readonly FaultCode CertificatesBetween = s_register.Add("PE068",
        "The table of certificates does not begin at a multiple of 8.",
        "Sign the image again.");
    public static readonly FaultCode BytesBehindCertificates = s_register.Add("PE069",
        "Bytes follow the certificates.",
        "Sign the image again; a signed file ends with its signatures.");
    public static readonly FaultCode CertificateLength = s_register.Add("PE070",
        "A certificate has a length that cannot be.",
        "Sign the image again.");
    public static readonly FaultCode TwoEntrySections = s_register.Add("PE080",
        "The entry point is in more than one section.",
        "Link the image again; sections must not overlap.");
    public static readonly FaultCode UnmarkedZeros = s_register.Add("PE081",
        "A section has no data in the file but is not marked as uninitialized data.",
        "Mark it as uninitialized data.");
    public static readonly FaultCode Pe32 = s_register.Add("PE082",
        "The image is PE32, the form of 32-bit machines and of .NET assemblies for any machine.",
        "Build a 64-bit program: UEFI on x86_64 and aarch64 starts PE32+ images only.");

    /// <summary>All of them, in the order of their declaration.</summary>
    public static IReadOnlyList<FaultCode> All => s_register.All;
}
