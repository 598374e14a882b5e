using Bq2.Efi;

namespace Bq2.Image;

/// <summary>
/// Every kind of fault that is found in archives, and in what a root file system lacks.
/// A code means one thing and keeps its meaning; docs/faults.md is made from these lines.
/// </summary>
internal static class TreeFaults
{
    private static readonly FaultRegister s_register = new();

    public static readonly FaultCode NotAnArchive = s_register.Add("ARC001",
        "The file is not an archive of the expected kind.",
        "Check that this is the right file.");
    public static readonly FaultCode ArchiveDamaged = s_register.Add("ARC002",
        "A header of an archive is damaged, or says what cannot be.",
        "Copy or download the archive again.");
    public static readonly FaultCode ArchiveCut = s_register.Add("ARC003",
        "An archive ends inside an entry.",
        "Get the whole archive again.");
    public static readonly FaultCode ArchiveName = s_register.Add("ARC004",
        "A name in an archive leads out of it, or is too long.",
        "Do not trust whoever made the archive.");
    public static readonly FaultCode ArchiveLink = s_register.Add("ARC005",
        "A hard link in an archive leads to a file that is not before it.",
        "The archive is probably a part of a larger one; get the whole.");
    public static readonly FaultCode ArchiveUnsupported = s_register.Add("ARC006",
        "An archive uses something that is not supported.",
        "Make the archive again in another format.");
    public static readonly FaultCode ArchiveTooMuch = s_register.Add("ARC007",
        "An archive has more entries, or longer headers, than usual, as one has that was made to fill memory.",
        "If you trust whoever made it, allow more.");
    public static readonly FaultCode CpioFileTooLarge = s_register.Add("ARC020",
        "A file is too large for a cpio archive.",
        "Use tar, or leave the file out.");
    public static readonly FaultCode OciImage = s_register.Add("ARC021",
        "A container image is damaged, or is not the one that was asked for.",
        "Save the image again, or name the one that is meant.");
    public static readonly FaultCode Elf = s_register.Add("IRD001",
        "A kernel module or a program is not a valid ELF file.",
        "Install its package again.");
    public static readonly FaultCode MissingModule = s_register.Add("IRD002",
        "A kernel module that is needed is not in the tree.",
        "Install the kernel's modules, or name another version of the kernel.");
    public static readonly FaultCode MissingLibrary = s_register.Add("IRD003",
        "A library that a program needs is not in the tree.",
        "Install the package of the library.");
    public static readonly FaultCode NoKernelInRoot = s_register.Add("IRD004",
        "There is no kernel in the root file system.",
        "Install a kernel in it, or give one.");
    public static readonly FaultCode RootTooLarge = s_register.Add("IRD005",
        "The root file system does not fit into its partition.",
        "Make the partition larger.");

    /// <summary>All of them, by code.</summary>
    public static IReadOnlyList<FaultCode> All => s_register.All;
}
