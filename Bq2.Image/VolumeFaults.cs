using Bq2.Efi;

namespace Bq2.Image;

/// <summary>
/// Every kind of fault that is found in volumes and in planning them: FAT, ext4, EROFS, dm-verity and swap space.
/// A code means one thing and keeps its meaning; docs/faults.md is made from these lines.
/// </summary>
internal static class VolumeFaults
{
    private static readonly FaultRegister s_register = new();

    public static readonly FaultCode SwapSize = s_register.Add("SWP001",
        "Swap space cannot have this size.",
        "Use at least 40 KiB.");
    public static readonly FaultCode VolumeTooSmall = s_register.Add("FAT001",
        "The volume is too small for this type of FAT.",
        "Make it larger, or choose a smaller type of FAT.");
    public static readonly FaultCode VolumeSize = s_register.Add("FAT002",
        "The volume's size or sector size is not possible for this type of FAT.",
        "Use whole sectors of 512, 1024, 2048 or 4096 bytes, and FAT32 for large volumes.");
    public static readonly FaultCode FatName = s_register.Add("FAT003",
        "A name is not valid in a FAT volume.",
        "Rename the file.");
    public static readonly FaultCode FatNamesClash = s_register.Add("FAT004",
        "Two names differ only in case, which FAT does not distinguish.",
        "Rename one of them.");
    public static readonly FaultCode FolderFull = s_register.Add("FAT005",
        "A folder has more entries than FAT holds.",
        "Spread the files over several folders, or shorten the names.");
    public static readonly FaultCode FileTooLarge = s_register.Add("FAT006",
        "A file has 4 GiB or more, which FAT cannot hold.",
        "Split the file, or put it on another filesystem.");
    public static readonly FaultCode VolumeFull = s_register.Add("FAT007",
        "The content does not fit into the volume.",
        "Make the volume larger.");
    public static readonly FaultCode FatLabel = s_register.Add("FAT008",
        "The label is not valid in FAT.",
        "Use up to eleven ASCII characters without punctuation.");
    public static readonly FaultCode NotFat = s_register.Add("FAT010",
        "The volume is not FAT, or its boot sector is damaged.",
        "Check the offset; if it is FAT, fsck.fat can repair it.");
    public static readonly FaultCode FatVersion = s_register.Add("FAT011",
        "The volume has a version of FAT32 that nobody uses.",
        "The boot sector is probably damaged; fsck.fat can repair it.");
    public static readonly FaultCode FatChain = s_register.Add("FAT012",
        "The clusters of a file form a loop, or do not match its length.",
        "Repair the volume with fsck.fat.");
    public static readonly FaultCode FatChainOutside = s_register.Add("FAT013",
        "A file's cluster chain leads outside the volume or to a free cluster.",
        "Repair the volume with fsck.fat.");
    public static readonly FaultCode NotInVolume = s_register.Add("FAT014",
        "There is no file or folder of this name in the volume.",
        "List the folder to see what is there.");
    public static readonly FaultCode FileTooLargeToRead = s_register.Add("FAT015",
        "The file is larger than the limit for reading it at once.",
        "Read it in pieces.");
    public static readonly FaultCode FatRowName = s_register.Add("FAT017",
        "A directory entry has an invalid name.",
        "Repair the volume with fsck.fat.");
    public static readonly FaultCode FatFolderLoop = s_register.Add("FAT018",
        "Folders contain each other, or are nested too deep.",
        "Repair the volume with fsck.fat.");
    public static readonly FaultCode FatWrongKind = s_register.Add("FAT019",
        "A file is in the place of a folder, a folder is in the place of a file, or a folder is not empty.",
        "Choose another destination, or remove what is there.");
    public static readonly FaultCode Ext4Size = s_register.Add("EXT001",
        "The volume's size, block size or number of inodes is not possible for ext4, or a file is too large for it.",
        "Use blocks of 4096 bytes, and let the content determine the size.");
    public static readonly FaultCode Ext4Full = s_register.Add("EXT002",
        "The content does not fit into the blocks or inodes of the volume.",
        "Make the volume larger, or give it more inodes.");
    public static readonly FaultCode Ext4Label = s_register.Add("EXT003",
        "The label is not valid in ext4.",
        "Use up to sixteen bytes of UTF-8.");
    public static readonly FaultCode Ext4Name = s_register.Add("EXT004",
        "A name, or the target of a link, cannot be kept in ext4.",
        "Use a name of up to 255 bytes, and a target shorter than a block.");
    public static readonly FaultCode Ext4Attribute = s_register.Add("EXT005",
        "An extended attribute or the number of a device cannot be kept in ext4.",
        "Leave the attribute out, or shorten its value.");
    public static readonly FaultCode NotExt4 = s_register.Add("EXT010",
        "The volume is not ext4, or its superblock is damaged.",
        "Check the offset; if it is ext4, e2fsck -b can use a copy of the superblock.");
    public static readonly FaultCode Ext4Feature = s_register.Add("EXT011",
        "The volume uses a feature of ext4 that is not supported.",
        "Copy its files to a volume without that feature.");
    public static readonly FaultCode Ext4Structure = s_register.Add("EXT012",
        "An inode, the map of its blocks, or a group descriptor is damaged.",
        "Repair the volume with e2fsck.");
    public static readonly FaultCode Ext4Checksum = s_register.Add("EXT013",
        "The checksum of a structure of ext4 is wrong.",
        "Repair the volume with e2fsck, or restore a copy.");
    public static readonly FaultCode Ext4FolderEntry = s_register.Add("EXT014",
        "A directory entry of ext4 is invalid.",
        "Repair the volume with e2fsck.");
    public static readonly FaultCode Ext4FolderLoop = s_register.Add("EXT015",
        "Folders of ext4 contain each other, or are nested too deep.",
        "Repair the volume with e2fsck.");
    public static readonly FaultCode Ext4NeedsRecovery = s_register.Add("EXT016",
        "The volume was not unmounted, and its journal has changes that its files do not have yet.",
        "Replay the journal with e2fsck, or mount and unmount the volume.");
    public static readonly FaultCode Ext4AttributeUnread = s_register.Add("EXT017",
        "An extended attribute is damaged, or stored in a way that is not supported.",
        "Repair the volume with e2fsck, or copy the attribute with Linux.");
    public static readonly FaultCode Ext4Encrypted = s_register.Add("EXT018",
        "A file or folder is encrypted.",
        "Copy it with Linux, which has the key.");
    public static readonly FaultCode NotErofs = s_register.Add("ERO001",
        "The bytes are not an EROFS volume, or its superblock has values that none can have.",
        "Check that this is the right partition.");
    public static readonly FaultCode ErofsChecksum = s_register.Add("ERO002",
        "The checksum of the EROFS superblock is wrong.",
        "Copy the volume again; fsck.erofs shows more.");
    public static readonly FaultCode ErofsFeature = s_register.Add("ERO003",
        "The EROFS volume uses features that are not supported.",
        "Make it without the features in the message, or unpack it with fsck.erofs.");
    public static readonly FaultCode ErofsInode = s_register.Add("ERO004",
        "An inode of an EROFS volume is damaged.",
        "Copy the volume again; fsck.erofs shows more.");
    public static readonly FaultCode ErofsFolder = s_register.Add("ERO005",
        "A folder of an EROFS volume is damaged, or contains itself.",
        "Copy the volume again; fsck.erofs shows more.");
    public static readonly FaultCode ErofsData = s_register.Add("ERO006",
        "The data of a file in an EROFS volume are damaged.",
        "Copy the volume again; fsck.erofs can check every file.");
    public static readonly FaultCode ErofsLabel = s_register.Add("ERO007",
        "EROFS cannot store the label.",
        "Choose a shorter one.");
    public static readonly FaultCode ErofsCannotStore = s_register.Add("ERO008",
        "A name, an extended attribute or a device's number does not fit into EROFS.",
        "Leave it out, or change what the message names.");
    public static readonly FaultCode VerityLength = s_register.Add("VER001",
        "The data are not whole blocks, so dm-verity cannot check them.",
        "Make the volume a multiple of 4096 bytes long.");
    public static readonly FaultCode ErofsTooLarge = s_register.Add("ERO009",
        "The tree is too large for EROFS.",
        "Leave files out.");

    /// <summary>All of them, by code.</summary>
    public static IReadOnlyList<FaultCode> All => s_register.All;
}
