namespace Bq2.Image;

/// <summary>
/// Unsupported formats that somebody may pass by mistake, or that a disk may contain. Without this table each of them would be read
/// as a raw disk, and its bytes as a disk that nobody meant.
/// </summary>
internal static class Signatures
{
    private const string ByQemu = "convert it to QCOW2 with qemu-img convert";
    private const string ByQemuAsVpc = ByQemu + " -f vpc";
    private const string ByQemuAsDmg = ByQemu + " -f dmg";

    private static readonly Signature[] s_containers =
    [
        Container("vmdk", "a VMware disk (VMDK)", 0, "KDMV"),
        Container("vmdk", "a VMware disk (VMDK)", 0, "COWD"),
        Container("vmdk", "the description of a VMware disk (VMDK)", 0, "# Disk DescriptorFile"),
        Container("vpc", "a Virtual PC disk (VHD)", 0, "conectix"),
        Container("vpc", "a Virtual PC disk (VHD)", -512, "conectix", ByQemuAsVpc),
        Container("vhdx", "a Hyper-V disk (VHDX)", 0, "vhdxfile"),
        Container("vdi", "a VirtualBox disk (VDI)", 64, "\u007f\u0010\u00da\u00be"),
        Container("qed", "a QEMU QED disk", 0, "QED\0"),
        Container("qcow", "a QEMU qcow disk, version 1", 0, "QFI\u00fb\0\0\0\u0001"),
        Container("parallels", "a Parallels disk", 0, "WithoutFreeSpace"),
        Container("parallels", "a Parallels disk", 0, "WithouFreSpacExt"),
        Container("bochs", "a Bochs disk", 0, "Bochs Virtual HD Image"),
        Container("cloop", "a compressed loop device (cloop)", 0, "#!/bin/sh\n#V2.0 Format\n"),
        Container("dmg", "an Apple disk image (DMG)", -512, "koly", ByQemuAsDmg),
        Container("dmg", "an encrypted Apple disk image (DMG)", 0, "encrcdsa", "decrypt it with hdiutil convert on macOS"),
        Container("luks", "a disk encrypted with LUKS", 0, "LUKS\u00ba\u00be", "decrypt it with qemu-img convert and its key as a secret"),
        Container("android-sparse", "an Android sparse image", 0, "\u003a\u00ff\u0026\u00ed", "convert it to a raw disk with simg2img"),

        Archive("gzip", "compressed with gzip", 0, "\u001f\u008b\u0008", "gzip"),
        Archive("xz", "compressed with xz", 0, "\u00fd7zXZ\0", "xz"),
        Archive("zstd", "compressed with zstd", 0, "\u0028\u00b5\u002f\u00fd", "zstd"),
        Archive("bzip2", "compressed with bzip2", 4, "1AY&SY", "bzip2"),
        Archive("bzip2", "compressed with bzip2", 4, "\u0017\u0072\u0045\u0038\u0050\u0090", "bzip2"),
        Archive("lz4", "compressed with lz4", 0, "\u0004\u0022\u004d\u0018", "lz4"),
        Archive("lzip", "compressed with lzip", 0, "LZIP\u0001", "lzip"),
        Archive("zip", "a zip archive", 0, "PK\u0003\u0004", "unzip"),
        Archive("zip", "an empty zip archive", 0, "PK\u0005\u0006", "unzip"),
        Archive("7z", "a 7-Zip archive", 0, "7z\u00bc\u00af\u0027\u001c", "7z"),
        Archive("tar", "a tar archive", 257, "ustar", "tar"),
    ];

    // These begin in the first sector and leave no room for a partition table, so they take precedence over one.
    private static readonly Signature[] s_wholeDisk =
    [
        Content("exfat", "an exFAT filesystem", 3, "EXFAT   "),
        Content("ntfs", "an NTFS filesystem", 3, "NTFS    "),
        Content("xfs", "an XFS filesystem", 0, "XFSB"),
        Content("squashfs", "a squashfs filesystem", 0, "hsqs"),
        Content("luks", "an encrypted volume (LUKS)", 0, "LUKS\u00ba\u00be"),
        Content("iso9660", "an ISO 9660 filesystem", 32769, "CD001"),
    ];

    // These do not use the first sector, so they may be leftovers on a disk that was partitioned later.
    private static readonly Signature[] s_behindFirstSector =
    [
        Content("ext", "an ext filesystem", 1080, "\u0053\u00ef"),
        Content("btrfs", "a btrfs filesystem", 65600, "_BHRfS_M"),
        Content("erofs", "an EROFS filesystem", 1024, "\u00e2\u00e1\u00f5\u00e0"),
        Content("f2fs", "an F2FS filesystem", 1024, "\u0010\u0020\u00f5\u00f2"),
        Content("lvm2", "an LVM physical volume", 512, "LABELONE"),
        Content("swap", "swap space", 4086, "SWAPSPACE2"),
    ];

    /// <summary>The container or archive that a file is; null if it may be a raw disk.</summary>
    public static Signature? OfFile(Source file) => Array.Find(s_containers, each => each.IsIn(file));

    /// <summary>Content that takes the whole disk, including the first sector.</summary>
    public static Signature? OfWholeDisk(Source disk) => Array.Find(s_wholeDisk, each => each.IsIn(disk));

    /// <summary>Content of a disk whose first sector says nothing.</summary>
    public static Signature? BehindFirstSector(Source disk) => Array.Find(s_behindFirstSector, each => each.IsIn(disk));

    private static Signature Container(string name, string description, long offset, string magic, string remedy = ByQemu) =>
        new(SignatureKind.Container, name, description, offset, magic, remedy);

    private static Signature Archive(string name, string description, long offset, string magic, string tool) =>
        new(SignatureKind.Archive, name, description, offset, magic, $"unpack it first with {tool}");

    private static Signature Content(string name, string description, long offset, string magic) =>
        new(SignatureKind.Content, name, description, offset, magic);
}
