using Bq2.Efi;

namespace Bq2.Image;

/// <summary>
/// Every kind of fault that this library finds: in trees, disks, partition tables, volumes and images.
/// A code means one thing and keeps its meaning; docs/faults.md is made from these lines.
/// </summary>
internal static class ImageFaults
{
    private static readonly FaultRegister s_register = new();

    public static readonly FaultCode FileChanged = s_register.Add("IMG001",
        "A file became shorter while it was being read.",
        "Do not change the file while it is used.");
    public static readonly FaultCode OutOfRange = s_register.Add("IMG002",
        "Bytes beyond the end of a disk or file were asked for.",
        "The file was probably cut off; copy it again.");
    public static readonly FaultCode EntryName = s_register.Add("IMG003",
        "A name is not valid in a tree.",
        "Use a name that is not empty, not \".\" or \"..\", and has no \"/\" or NUL.");
    public static readonly FaultCode NameTaken = s_register.Add("IMG004",
        "Two entries of a tree have the same path.",
        "Rename one of them.");
    public static readonly FaultCode NotInTree = s_register.Add("IMG084",
        "A path is not in the tree.",
        "Check the path: it begins at the tree's root.");
    public static readonly FaultCode TreeTooDeep = s_register.Add("IMG085",
        "Folders are nested too deep.",
        "Pack a part of it; this is probably an archive made to do harm.");
    public static readonly FaultCode EntryKind = s_register.Add("IMG005",
        "A file of this kind cannot be copied.",
        "Replace it with a regular file, or leave it out.");
    public static readonly FaultCode NoSuchImage = s_register.Add("IMG006",
        "No beginning of the path is a file.",
        "Write IMAGE[:PARTITION][/PATH] with the name of an existing image.");
    public static readonly FaultCode NoPartitions = s_register.Add("IMG007",
        "The disk has a partition table with no partition in it.",
        "Check that this is the right disk.");
    public static readonly FaultCode NotAnEfiProgram = s_register.Add("IMG008",
        "The file is not a program that firmware can start.",
        "Give a kernel with an EFI stub, or an .efi file.");
    public static readonly FaultCode ProgramMachine = s_register.Add("IMG009",
        "The program is for another machine than the disk.",
        "Give a program for the disk's machine, or make the disk for the program's.");
    public static readonly FaultCode LineBreakInValue = s_register.Add("IMG010",
        "A value of a boot entry contains a line break, which would end it.",
        "Write the value on one line.");
    public static readonly FaultCode CannotShrink = s_register.Add("IMG012",
        "The disk cannot be made smaller, or only if that is allowed explicitly.",
        "Allow it to shrink, or copy the data into a new image.");
    public static readonly FaultCode TargetTooSmall = s_register.Add("IMG043",
        "The target disk is smaller than the source; nothing was written.",
        "Make the target larger first.");
    public static readonly FaultCode CutsFilesystem = s_register.Add("IMG045",
        "The new size is smaller than the filesystem on the disk.",
        "Make a smaller filesystem, and copy the files there.");
    public static readonly FaultCode NoSuchSnapshot = s_register.Add("IMG046",
        "The image has no snapshot of this id or name.",
        "Use one of the names in the message.");
    public static readonly FaultCode SnapshotName = s_register.Add("IMG047",
        "A snapshot's name is empty or already taken.",
        "Choose another name.");
    public static readonly FaultCode SnapshotImpossible = s_register.Add("IMG048",
        "The image cannot have snapshots, or not any more of them.",
        "Convert it to a QCOW2 image with 16-bit refcounts.");
    public static readonly FaultCode BackingImpossible = s_register.Add("IMG049",
        "The image cannot be rebased, or committed to its backing file.",
        "Convert it: the copy holds the whole disk.");
    public static readonly FaultCode NothingToCheck = s_register.Add("IMG013",
        "A disk of this format has no metadata that can be checked.",
        "Check QCOW2 images.");
    public static readonly FaultCode PartitionNumber = s_register.Add("IMG017",
        "The partition's number is not valid.",
        "Partitions count from 1.");
    public static readonly FaultCode PartKeepsLength = s_register.Add("IMG018",
        "A part of a disk cannot be resized; only the whole disk can.",
        "Resize the disk.");
    public static readonly FaultCode NothingToStart = s_register.Add("IMG019",
        "There is nothing on the disk that the boot loader could start.",
        "Give a kernel, a boot entry or a unified kernel image.");
    public static readonly FaultCode EntryFileName = s_register.Add("IMG020",
        "A boot entry's file name does not end in .conf.",
        "Rename the file.");
    public static readonly FaultCode EntryWouldNotStart = s_register.Add("IMG080",
        "A boot entry that was asked for by name would not start.",
        "Correct the entry, or what it names, as the message says.");
    public static readonly FaultCode SettingsGiven = s_register.Add("IMG081",
        "The default entry or the timeout is given twice: in a loader.conf and in the settings.",
        "Set it in the loader.conf, or leave that file out.");
    public static readonly FaultCode NoSuchDefault = s_register.Add("IMG082",
        "The default entry is not on the disk, or would not start.",
        "Use the name of an entry with its ending, such as linux.conf.");
    public static readonly FaultCode EntryNotUtf8 = s_register.Add("IMG083",
        "A boot entry has text that is not UTF-8.",
        "Save it as UTF-8.");
    public static readonly FaultCode NotAFolder = s_register.Add("IMG044",
        "A file was named where a folder is expected.",
        "Unpack an archive into a folder, and name that.");
    public static readonly FaultCode DeviceTooSmall = s_register.Add("IMG040",
        "The device has not enough room for the disk; nothing was written.",
        "Make the disk smaller, or use a larger device.");
    public static readonly FaultCode NothingCame = s_register.Add("IMG041",
        "The input pipe was empty.",
        "Check the command that writes to the pipe.");
    public static readonly FaultCode DeviceKeepsLength = s_register.Add("IMG042",
        "A device cannot be made longer.",
        "Enlarge the disk or volume behind it.");
    public static readonly FaultCode RawPreallocation = s_register.Add("IMG030",
        "A raw image has no metadata to preallocate.",
        "Choose off, falloc or full.");

    public static readonly FaultCode ForeignFormat = s_register.Add("IMG060",
        "The file is a disk in a format that is not supported.",
        "Convert it with the tool in the message; if it really is a raw disk, give the format.");
    public static readonly FaultCode Archive = s_register.Add("IMG061",
        "The file is compressed or an archive, not a disk.",
        "Unpack it first; if it really is a raw disk, give the format.");
    public static readonly FaultCode DiskContent = s_register.Add("IMG062",
        "The disk has neither a partition table nor a supported filesystem.",
        "Check that this is the right disk; the message says what it holds.");
    public static readonly FaultCode PartitionContent = s_register.Add("IMG063",
        "The partition has no supported filesystem.",
        "Choose another partition.");

    public static readonly FaultCode PackedHead = s_register.Add("IMG064",
        "The bytes are not in the packed format that they begin like, or use a part of it that is not supported.",
        "Check that this is the right file.");
    public static readonly FaultCode PackedDamaged = s_register.Add("IMG065",
        "Compressed bytes are damaged.",
        "Copy or download the file again.");
    public static readonly FaultCode PackedSum = s_register.Add("IMG066",
        "The decompressed content does not have the recorded checksum or length.",
        "Do not use the content; get the file again.");
    public static readonly FaultCode PackedEnd = s_register.Add("IMG067",
        "A compressed file is cut off.",
        "Get the whole file again.");
    public static readonly FaultCode PackedTooLong = s_register.Add("IMG068",
        "A packed file unpacks to far more bytes than usual, as one does that was made to fill disks.",
        "If you trust whoever made it, allow more.");
    public static readonly FaultCode PackedMemory = s_register.Add("IMG069",
        "Unpacking a file takes more memory than is allowed.",
        "Pack it again with a smaller dictionary or window.");
    public static readonly FaultCode PackingNotWritten = s_register.Add("IMG070",
        "Files are not packed in this format, only unpacked.",
        "Use gzip or zstd.");
    public static readonly FaultCode GptPlan = s_register.Add("GPT001",
        "The partitions do not fit into a partition table: wrong sector size, too many, an empty one, or a name that is too long.",
        "Correct what the message names.");
    public static readonly FaultCode NoPartitionTable = s_register.Add("GPT002",
        "The disk has no GPT, or only the backup at its end is left.",
        "Check that this is the right disk, and complete.");
    public static readonly FaultCode GptHeader = s_register.Add("GPT003",
        "The GPT header has a wrong size or position.",
        "Restore it from the backup with gdisk.");
    public static readonly FaultCode GptHeaderChecksum = s_register.Add("GPT004",
        "The checksum of the GPT header is wrong.",
        "Restore it from the backup with gdisk.");
    public static readonly FaultCode GptTableOutside = s_register.Add("GPT005",
        "The partition table's entries have an impossible size or lie outside the disk.",
        "Restore it from the backup with gdisk.");
    public static readonly FaultCode GptTableChecksum = s_register.Add("GPT006",
        "The checksum of the partition table is wrong.",
        "Restore it from the backup with gdisk.");
    public static readonly FaultCode PartitionOutside = s_register.Add("GPT007",
        "A partition lies outside the disk.",
        "The image was probably cut off; copy it again.");
    public static readonly FaultCode NoSuchPartition = s_register.Add("GPT008",
        "The disk has no partition of this number, label or type.",
        "Use one of those in the message.");
    public static readonly FaultCode PartitionAmbiguous = s_register.Add("GPT014",
        "Several partitions have the label or type.",
        "Name one of them by its number.");
    public static readonly FaultCode MbrChain = s_register.Add("GPT015",
        "The chain of logical partitions of an MBR is broken.",
        "Recreate the partitions, or search for them with testdisk.");
    public static readonly FaultCode GptBackupPlace = s_register.Add("GPT009",
        "The backup of the partition table is missing or not at the end of the disk.",
        "Resize the disk, which moves it, or use sgdisk -e.");
    public static readonly FaultCode GptBackupDiffers = s_register.Add("GPT010",
        "The backup of the partition table differs from the table.",
        "Decide with gdisk which one is right.");
    public static readonly FaultCode PartitionUnusable = s_register.Add("GPT011",
        "A partition overlaps the partition tables.",
        "Recreate the partitions.");
    public static readonly FaultCode PartitionsOverlap = s_register.Add("GPT012",
        "Two partitions overlap.",
        "Recreate the partitions.");
    public static readonly FaultCode TableHasNoRoom = s_register.Add("GPT013",
        "The moved partition tables would overlap a partition.",
        "Leave the last 33 sectors free.");




    public static readonly FaultCode ClusterSize = s_register.Add("QCW001",
        "The cluster size is not valid in QCOW2.",
        "Use a power of two from 512 to 2,097,152.");
    public static readonly FaultCode DiskTooLarge = s_register.Add("QCW002",
        "The disk is too large for its cluster size.",
        "Use larger clusters.");
    public static readonly FaultCode NotQcow2 = s_register.Add("QCW003",
        "The file is not a QCOW2 image.",
        "Give the right format, or convert it.");
    public static readonly FaultCode Qcow2Version = s_register.Add("QCW004",
        "The image has an unknown version or an impossible header length.",
        "The header is damaged; restore a copy.");
    public static readonly FaultCode Qcow2ClusterBits = s_register.Add("QCW005",
        "The image has an impossible cluster size.",
        "The header is damaged; restore a copy.");
    public static readonly FaultCode OtherFileNotAllowed = s_register.Add("QCW006",
        "The image names another file (backing file or data file), which is opened only if allowed.",
        "Allow it if you trust whoever made the image.");
    public static readonly FaultCode Encrypted = s_register.Add("QCW007",
        "The image is encrypted.",
        "Decrypt it with qemu-img convert.");
    public static readonly FaultCode UnsupportedFeature = s_register.Add("QCW008",
        "The image uses an unsupported feature, or its features contradict each other.",
        "Convert it to a plain image with qemu-img.");
    public static readonly FaultCode Qcow2Tables = s_register.Add("QCW009",
        "The image has an impossible disk size or L1 table.",
        "The header is damaged; restore a copy.");
    public static readonly FaultCode TableOutside = s_register.Add("QCW010",
        "A table of the image lies outside the file.",
        "The image was probably cut off; copy it again.");
    public static readonly FaultCode MappingEntry = s_register.Add("QCW011",
        "An entry that maps guest clusters is invalid.",
        "Check the image, and restore a copy.");
    public static readonly FaultCode HeaderExtension = s_register.Add("QCW012",
        "A header extension does not fit into the header.",
        "The header is damaged; restore a copy.");
    public static readonly FaultCode PackedCluster = s_register.Add("QCW013",
        "A compressed cluster cannot be unpacked.",
        "The data are damaged; restore a copy.");
    public static readonly FaultCode BackingChain = s_register.Add("QCW014",
        "The chain of backing files is a circle, or too long.",
        "Rebase or commit the images.");
    public static readonly FaultCode Snapshots = s_register.Add("QCW015",
        "The list of snapshots is damaged.",
        "Convert the image; the current disk is kept.");
    public static readonly FaultCode ReadOnlyImage = s_register.Add("QCW016",
        "The image can be read but not written to.",
        "Convert it to a plain image.");
    public static readonly FaultCode Refcounts = s_register.Add("QCW017",
        "The image's reference counts are wrong.",
        "Check the image; a converted copy is sound.");
    public static readonly FaultCode TooLargeToCheck = s_register.Add("QCW018",
        "The image has more clusters than can be checked.",
        "Convert it to an image with larger clusters.");
    public static readonly FaultCode CheckCorruption = s_register.Add("QCW019",
        "A check found a corruption.",
        "Convert the readable part into a new image.");
    public static readonly FaultCode CheckLeak = s_register.Add("QCW020",
        "A check found a leak: space in the file that nothing uses.",
        "Repair the image, or convert it.");
    public static readonly FaultCode BackingFormat = s_register.Add("QCW021",
        "The format of the backing file is missing or not supported.",
        "Give raw or qcow2.");
    public static readonly FaultCode BackingName = s_register.Add("QCW022",
        "The backing file's name is too long, in the wrong place, or not the name of an existing file.",
        "Give a shorter name, relative to the image's folder.");
    public static readonly FaultCode SnapshotsKeepSize = s_register.Add("QCW023",
        "An image of version 2 with snapshots cannot be resized.",
        "Delete the snapshots, or convert the image.");
    public static readonly FaultCode Bitmaps = s_register.Add("QCW040",
        "The list of bitmaps is damaged.",
        "Convert the image; the disk's data are kept.");
    public static readonly FaultCode Qcow2OptionVersion = s_register.Add("QCW030",
        "QCOW2 does not have this version.",
        "Use version 2 or 3.");
    public static readonly FaultCode ZstdNeedsVersion3 = s_register.Add("QCW031",
        "Version 2 of QCOW2 does not support zstd.",
        "Use zlib, or version 3.");
    public static readonly FaultCode PreallocationImpossible = s_register.Add("QCW032",
        "Compressed clusters and images with a backing file cannot be preallocated.",
        "Leave out one of the two.");
    public static readonly FaultCode PipeNeedsPlain = s_register.Add("QCW033",
        "Only an image that is neither compressed nor preallocated, and has no external data file, can be written to a pipe.",
        "Write it to a file.");
    public static readonly FaultCode ExtendedL2Impossible = s_register.Add("QCW034",
        "Extended L2 entries need version 3 and clusters of at least 16 KiB.",
        "Use version 3, and a larger cluster size.");
    public static readonly FaultCode DataFileImpossible = s_register.Add("QCW035",
        "The image cannot have this external data file.",
        "Name another file, or keep the data in the image.");

    /// <summary>All of them, by code.</summary>
    public static IReadOnlyList<FaultCode> All => s_register.All;
}
