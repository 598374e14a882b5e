namespace Bq2.Efi;

/// <summary>
/// Every kind of fault that this library finds: in objects, archives, links, maps, images and SBAT files.
/// A code means one thing and keeps its meaning; docs/faults.md is made from these lines.
/// </summary>
internal static class EfiFaults
{
    private static readonly FaultRegister s_register = new();

    public static readonly FaultCode ForeignObject = s_register.Add("COF000",
        "The file given as an object is of another format: ELF, Mach-O, bitcode, a finished image, an archive, or empty.",
        "Compile for a Windows or UEFI target, which makes COFF objects; give archives as libraries.");
    public static readonly FaultCode ObjectTooShort = s_register.Add("COF001",
        "The file is shorter than the header of an object.",
        "Compile it again; it was probably cut off.");
    public static readonly FaultCode ObjectMachine = s_register.Add("COF002",
        "The object is for an unsupported machine.",
        "Compile for x86_64 or aarch64.");
    public static readonly FaultCode SectionTableOutside = s_register.Add("COF003",
        "The object's section table reaches beyond the end of the file.",
        "Compile it again; the file is damaged.");
    public static readonly FaultCode SymbolTableOutside = s_register.Add("COF004",
        "The object's symbol or string table reaches beyond the end of the file.",
        "Compile it again; the file is damaged.");
    public static readonly FaultCode SectionDataOutside = s_register.Add("COF005",
        "A section's data reaches beyond the end of the object.",
        "Compile it again; the file is damaged.");
    public static readonly FaultCode RelocationsOutside = s_register.Add("COF006",
        "A section's relocations reach beyond the end of the object.",
        "Compile it again; the file is damaged.");
    public static readonly FaultCode SectionAlignment = s_register.Add("COF007",
        "A section has an alignment that COFF cannot express.",
        "Ask for 8,192 bytes or less.");
    public static readonly FaultCode SymbolSection = s_register.Add("COF008",
        "A symbol is in a section that the object does not have.",
        "Compile it again; the file is damaged.");
    public static readonly FaultCode AuxiliaryRows = s_register.Add("COF009",
        "A symbol's auxiliary records reach beyond the symbol table.",
        "Compile it again; the file is damaged.");
    public static readonly FaultCode NameOutside = s_register.Add("COF010",
        "A name starts beyond the end of the string table.",
        "Compile it again; the file is damaged.");
    public static readonly FaultCode WeakWithoutFallback = s_register.Add("COF011",
        "A weak external names no symbol to fall back on.",
        "Compile it again; the file is damaged.");
    public static readonly FaultCode SectionWithoutData = s_register.Add("COF012",
        "A section has a size but no data, and is not marked as uninitialised.",
        "Compile it again; the file is damaged.");
    public static readonly FaultCode NameTooLong = s_register.Add("COF013",
        "A symbol's name is longer than 64 KiB.",
        "Shorten the name; a generic instantiation this deep needs a type of its own.");
    public static readonly FaultCode NotAnArchive = s_register.Add("COF020",
        "The file given as a library is not an archive.",
        "Give objects as objects; make libraries with llvm-ar or llvm-lib.");
    public static readonly FaultCode ArchiveMember = s_register.Add("COF021",
        "A member of the archive has a damaged header or reaches beyond the end of the archive.",
        "Make the archive again with llvm-ar.");
    public static readonly FaultCode ArchiveWithoutSymbols = s_register.Add("COF022",
        "The archive has no symbol table.",
        "Run llvm-ranlib on it.");
    public static readonly FaultCode ArchiveSymbolTable = s_register.Add("COF023",
        "The archive's symbol table is damaged.",
        "Run llvm-ranlib on it.");
    public static readonly FaultCode ArchiveName = s_register.Add("COF024",
        "A member's long name starts beyond the archive's table of names.",
        "Make the archive again with llvm-ar.");

    public static readonly FaultCode NothingToLink = s_register.Add("LNK001",
        "No object was given.",
        "Give at least one object or library.");
    public static readonly FaultCode MixedMachines = s_register.Add("LNK002",
        "The objects are for different machines.",
        "Compile all of them for the same machine.");
    public static readonly FaultCode ComdatRule = s_register.Add("LNK003",
        "A COMDAT section has a selection rule that the format does not define.",
        "Compile the object again; the file is damaged.");
    public static readonly FaultCode AssociativeCircle = s_register.Add("LNK004",
        "Associative sections refer to each other and to no section that stands alone.",
        "Compile the object again; the file is damaged.");
    public static readonly FaultCode DuplicateSymbol = s_register.Add("LNK006",
        "Two objects define the same symbol.",
        "Remove one definition, or make it local to its file.");
    public static readonly FaultCode NoEntryPoint = s_register.Add("LNK007",
        "No object defines the entry point.",
        "Name the symbol that firmware is to call.");
    public static readonly FaultCode UndefinedSymbol = s_register.Add("LNK008",
        "A symbol is used but not defined.",
        "Give the object or library that defines it; the fault says who refers to it.");
    public static readonly FaultCode WritableCode = s_register.Add("LNK009",
        "A section of the image would be both writable and executable.",
        "Put data and code into separate sections.");
    public static readonly FaultCode OutputSectionName = s_register.Add("LNK010",
        "A section's name is not allowed in an image.",
        "Give the section another name.");
    public static readonly FaultCode TooManySections = s_register.Add("LNK011",
        "The image would have more sections than its headers hold.",
        "Merge sections into fewer.");
    public static readonly FaultCode ImageTooLarge = s_register.Add("LNK012",
        "The image would be larger than the format allows.",
        "Leave data out of the program; read it from a file.");
    public static readonly FaultCode RelocationRow = s_register.Add("LNK013",
        "A relocation names a record of the symbol table that is not a symbol.",
        "Compile the object again; the file is damaged.");
    public static readonly FaultCode RelocationRefused = s_register.Add("LNK014",
        "A relocation cannot be applied: out of range, misaligned, or of a kind that a movable image cannot have.",
        "Compile without absolute 32-bit addresses, or move the parts closer together.");
    public static readonly FaultCode RelocationTarget = s_register.Add("LNK015",
        "A relocation leads to a section that is not part of the image.",
        "Keep the section, or remove what refers to it.");
    public static readonly FaultCode EntryPointNotCode = s_register.Add("LNK016",
        "The entry point is not in an executable section.",
        "Name a function as the entry point.");
    public static readonly FaultCode ComdatMismatch = s_register.Add("LNK017",
        "Two copies of a COMDAT differ although its rule says they must not.",
        "Compile both objects from the same source.");
    public static readonly FaultCode FailIfMismatch = s_register.Add("LNK018",
        "Two objects state different values for a setting that must be equal.",
        "Compile both with the same options.");
    public static readonly FaultCode DirectiveIgnored = s_register.Add("LNK020",
        "A directive in an object does not apply to UEFI programs and is ignored.",
        "Nothing; it is a warning.");
    public static readonly FaultCode CommonAlignment = s_register.Add("LNK040",
        "An object sets an alignment of a common symbol that is too large or cannot be parsed.",
        "Ask for 8,192 bytes or less.");
    public static readonly FaultCode UnwindRows = s_register.Add("LNK041",
        "An object's unwind table is not a whole number of rows.",
        "Compile the object again; the file is damaged.");
    public static readonly FaultCode LocalImport = s_register.Add("LNK042",
        "A function of the image is declared as imported from elsewhere.",
        "Nothing; it is a warning. Calls are shorter without __declspec(dllimport).");
    public static readonly FaultCode MangledEntryPoint = s_register.Add("LNK043",
        "The entry point is a C++ function, so its mangled name differs from the one that was asked for.",
        "Declare it extern \"C\".");
    public static readonly FaultCode UnusedUndefined = s_register.Add("LNK044",
        "A symbol is not defined, but nothing in the image refers to it.",
        "Nothing; it is a warning. Other linkers may refuse the object.");
    public static readonly FaultCode ResourcesTwice = s_register.Add("LNK045",
        "Two objects contain resources; an image has only one resource tree.",
        "Compile all resources into one object.");
    public static readonly FaultCode MergeCircle = s_register.Add("LNK021",
        "Merges of sections form a circle.",
        "Remove one of the merges.");
    public static readonly FaultCode MoreFaults = s_register.Add("LNK022",
        "There are more faults than are shown.",
        "Fix the ones shown first.");
    public static readonly FaultCode ImageName = s_register.Add("LNK030",
        "The name for crash logs is not a usable file name.",
        "Give a file name without a folder.");
    public static readonly FaultCode SectionTwice = s_register.Add("LNK031",
        "A section is in the objects and is also added by an option.",
        "Leave one of them out.");
    public static readonly FaultCode OverlappingAddresses = s_register.Add("LNK033",
        "Two addresses in a section overlap, so relocating the image would corrupt both.",
        "Compile the object again; packed structs must not overlap pointers.");

    public static readonly FaultCode NotALinkMap = s_register.Add("MAP001",
        "The file is not a link map.",
        "Make one when linking.");
    public static readonly FaultCode LinkMapLine = s_register.Add("MAP002",
        "A line of the link map is not a symbol.",
        "Make the map again.");

    public static readonly FaultCode NotAPe = s_register.Add("PE001",
        "The file is not a PE image.",
        "Give the finished .efi file.");
    public static readonly FaultCode HeadersOutside = s_register.Add("PE002",
        "The image's headers reach beyond the end of the file.",
        "The file was cut off; build or copy it again.");
    public static readonly FaultCode NoPeSignature = s_register.Add("PE003",
        "The DOS header does not point to a PE signature.",
        "The file is damaged or is a DOS program.");
    public static readonly FaultCode NotPe32Plus = s_register.Add("PE004",
        "The image is neither PE32+ nor PE32, the 64-bit and the 32-bit form of PE.",
        "The file is damaged, or made for another purpose.");
    public static readonly FaultCode OptionalHeaderTooShort = s_register.Add("PE005",
        "The optional header is shorter than its form asks for.",
        "Link the image again.");
    public static readonly FaultCode PartOutside = s_register.Add("PE006",
        "A part of the image does not fit into the file it is written to.",
        "Report it: parts that were read from an image always fit.");
    public static readonly FaultCode NoHeaderRoom = s_register.Add("PE007",
        "The headers have no room for one more section.",
        "Link the image with fewer sections, or with the section from the start.");
    public static readonly FaultCode NotExtensible = s_register.Add("PE008",
        "The image is laid out in a way in which no section can be added or grown.",
        "Link the image again.");
    public static readonly FaultCode NewSection = s_register.Add("PE009",
        "The section to be added, or its new content, is not one that an image can have.",
        "Use a name of at most eight bytes and some content, and let a section only grow.");

    public static readonly FaultCode SbatEmpty = s_register.Add("SBAT001",
        "The SBAT file has no rows.",
        "Begin it with the row for sbat itself.");
    public static readonly FaultCode SbatColumns = s_register.Add("SBAT002",
        "A row of SBAT has fewer than six columns.",
        "Write component, generation, vendor, package, version, url.");
    public static readonly FaultCode SbatMoreColumns = s_register.Add("SBAT010",
        "A row of SBAT has more than six columns.",
        "Write component, generation, vendor, package, version, url; write nothing after them.");
    public static readonly FaultCode SbatByte = s_register.Add("SBAT003",
        "A column of the SBAT file has a byte that is not printable ASCII.",
        "Use plain ASCII.");
    public static readonly FaultCode SbatEmptyColumn = s_register.Add("SBAT004",
        "A column of the SBAT file is empty.",
        "Fill it; shim refuses empty ones.");
    public static readonly FaultCode SbatGeneration = s_register.Add("SBAT005",
        "A generation in the SBAT file is not a positive whole number.",
        "Write the generation as 1, 2, 3 and so on.");
    public static readonly FaultCode SbatFirstRow = s_register.Add("SBAT006",
        "The first row of the SBAT file is not the one for sbat itself.",
        "Put the row for sbat first.");

    public static readonly FaultCode RelocationBlock = s_register.Add("PE030",
        "A block of base relocations has an impossible length.",
        "Link the image again; its relocation table is damaged.");
    public static readonly FaultCode NoDecoder = s_register.Add("PE071",
        "Only x86_64 code is disassembled here.",
        "Use llvm-objdump for other machines.");

    public static readonly FaultCode IsFolder = s_register.Add("FIL001",
        "A folder was named where a file is expected.",
        "Name a file in it.");
    public static readonly FaultCode BrokenLink = s_register.Add("FIL002",
        "The file is a symbolic link to something that does not exist.",
        "Correct the link, or name the file itself.");
    public static readonly FaultCode IsEndless = s_register.Add("FIL003",
        "The file is a terminal or another character device, which has no end.",
        "Copy the part you need into a file first.");
    public static readonly FaultCode IsSocket = s_register.Add("FIL004",
        "The file is a socket, which cannot be opened as a file.",
        "Have a program read it, and pass its output through a pipe.");
    public static readonly FaultCode FileTooLarge = s_register.Add("FIL005",
        "The file is too large to be read into memory.",
        "Give a file of less than 2 GiB.");
    public static readonly FaultCode NotChangedInPlace = s_register.Add("FIL006",
        "Only regular files and block devices can be changed in place.",
        "Copy it into a file first.");
    public static readonly FaultCode NotRegular = s_register.Add("FIL007",
        "The output name exists and is not a file.",
        "Write to another name.");

    /// <summary>All of them, by code.</summary>
    public static IReadOnlyList<FaultCode> All => s_register.All;
}
