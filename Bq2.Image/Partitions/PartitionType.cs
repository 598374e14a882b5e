using Bq2.Efi.Pe;

namespace Bq2.Image;

/// <summary>The purpose of a GPT partition. The names come from the Discoverable Partitions Specification.</summary>
public readonly record struct PartitionType(Guid Id, string Name)
{
    private static readonly PartitionType s_rootX64 = Known("root-x86-64", "4f68bce3-e8cd-4db1-96e7-fbcaf984b709");
    private static readonly PartitionType s_rootArm64 = Known("root-arm64", "b921b045-1df0-41c3-af44-4c6f280d3fae");
    private static readonly PartitionType s_usrX64 = Known("usr-x86-64", "8484680c-9521-48c6-9c11-b0720656f69e");
    private static readonly PartitionType s_usrArm64 = Known("usr-arm64", "b0e01050-ee5f-4390-949a-9101b17104e9");

    private static readonly PartitionType s_rootVerityX64 = Known("root-x86-64-verity", "2c7357ed-ebd2-46d9-aec1-23d437ec2bf5");
    private static readonly PartitionType s_rootVerityArm64 = Known("root-arm64-verity", "df3300ce-d69f-4c92-978c-9bfb0f38d820");
    private static readonly PartitionType s_rootSignatureX64 = Known("root-x86-64-verity-sig", "41092b05-9fc8-4523-994f-2def0408b176");
    private static readonly PartitionType s_rootSignatureArm64 = Known("root-arm64-verity-sig", "6db69de6-29f4-4758-a7a5-962190f00ce3");
    private static readonly PartitionType s_usrVerityX64 = Known("usr-x86-64-verity", "77ff5f63-e7b6-4633-acf4-1565b864c0e6");
    private static readonly PartitionType s_usrVerityArm64 = Known("usr-arm64-verity", "6e11a4e7-fbca-4ded-b9e9-e1a512bb664e");

    /// <summary>The EFI system partition: a FAT volume with the boot loader.</summary>
    public static readonly PartitionType Esp = Known("esp", "c12a7328-f81f-11d2-ba4b-00a0c93ec93b");
    /// <summary>A second boot partition, with kernels for the loader on the EFI system partition.</summary>
    public static readonly PartitionType ExtendedBoot = Known("xbootldr", "bc13c2ff-59e6-4262-a352-b275fd6f7172");
    /// <summary>Swap space.</summary>
    public static readonly PartitionType Swap = Known("swap", "0657fd6d-a4ab-43c4-84e5-0933c84b4f4f");
    /// <summary>/home.</summary>
    public static readonly PartitionType Home = Known("home", "933ac7e1-2eb4-4f13-b844-0e14e2aef915");
    /// <summary>/srv.</summary>
    public static readonly PartitionType Srv = Known("srv", "3b8f8425-20e0-4f3b-907f-1a25a76f98e8");
    /// <summary>/var.</summary>
    public static readonly PartitionType Var = Known("var", "4d21b016-b534-45c2-a9fb-5c16e091fd2d");
    /// <summary>/var/tmp.</summary>
    public static readonly PartitionType Tmp = Known("tmp", "7ec6f557-3bc5-4aca-b293-16ef5df639d1");
    /// <summary>A Linux file system without automatic mounting.</summary>
    public static readonly PartitionType LinuxGeneric = Known("linux-generic", "0fc63daf-8483-4772-8e79-3d69d8477de4");
    /// <summary>A Windows file system, such as FAT for data.</summary>
    public static readonly PartitionType BasicData = Known("microsoft-basic-data", "ebd0a0a2-b9e5-4433-87c0-68b6b72699c7");
    /// <summary>The part of GRUB that has no other place on a GPT disk.</summary>
    public static readonly PartitionType BiosBoot = Known("bios-boot", "21686148-6449-6e6f-744e-656564454649");

    private static readonly PartitionType[] s_known =
    [
        Esp, ExtendedBoot, Swap, Home, Srv, Var, Tmp, LinuxGeneric, BasicData, BiosBoot,
        s_rootX64, s_rootArm64, s_rootVerityX64, s_rootVerityArm64, s_rootSignatureX64, s_rootSignatureArm64,
        s_usrX64, s_usrArm64, s_usrVerityX64, s_usrVerityArm64,
    ];

    /// <summary>The root file system of a machine, which systemd finds by this type alone.</summary>
    public static PartitionType Root(Machine machine) => ForMachine(machine, s_rootX64, s_rootArm64);

    /// <summary>The /usr file system of a machine.</summary>
    public static PartitionType Usr(Machine machine) => ForMachine(machine, s_usrX64, s_usrArm64);

    /// <summary>The dm-verity hashes of the root file system.</summary>
    public static PartitionType RootVerity(Machine machine) => ForMachine(machine, s_rootVerityX64, s_rootVerityArm64);

    /// <summary>The signature of the root hash.</summary>
    public static PartitionType RootVeritySignature(Machine machine) => ForMachine(machine, s_rootSignatureX64, s_rootSignatureArm64);

    /// <summary>The dm-verity hashes of /usr.</summary>
    public static PartitionType UsrVerity(Machine machine) => ForMachine(machine, s_usrVerityX64, s_usrVerityArm64);

    /// <summary>The type with this id. A type without a name here gets its id as its name.</summary>
    public static PartitionType Of(Guid id)
    {
        var known = Array.Find(s_known, type => type.Id == id);
        return known.Name is null ? new(id, id.ToString()) : known;
    }

    /// <summary>
    /// The type for an MBR type number. If no GPT type corresponds to it, it has no id, and its name is made from its number, such as
    /// mbr-a5.
    /// </summary>
    internal static PartitionType OfMbr(byte number) => number switch
    {
        0x01 or 0x04 or 0x06 or 0x07 or 0x0b or 0x0c or 0x0e => BasicData,
        0x82 => Swap,
        0x83 => LinuxGeneric,
        0xea => ExtendedBoot,
        0xef => Esp,
        _ => new(Guid.Empty, $"mbr-{number:x2}"),
    };

    /// <summary>Compares ids; the name counts only if there is no id.</summary>
    public bool Equals(PartitionType other) => Id == other.Id && (Id != Guid.Empty || Name == other.Name);

    /// <inheritdoc/>
    public override int GetHashCode() => Id.GetHashCode();

    private static PartitionType Known(string name, string id) => new(new Guid(id), name);

    private static PartitionType ForMachine(Machine machine, PartitionType x64, PartitionType arm64) => machine switch
    {
        Machine.X64 => x64,
        Machine.Arm64 => arm64,
        _ => throw new ArgumentOutOfRangeException(nameof(machine)),
    };
}
