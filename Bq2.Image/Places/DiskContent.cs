using System.Buffers.Binary;

namespace Bq2.Image;

/// <summary>What a disk or a partition contains, detected from a few of its bytes.</summary>
/// <param name="Name">One word for programs, such as gpt, mbr, fat, ext4, empty or unknown.</param>
/// <param name="Description">What it is, with its article, for people.</param>
public sealed record DiskContent(string Name, string Description)
{
    private static readonly DiskContent s_gpt = new("gpt", "a GPT partition table");
    private static readonly DiskContent s_protectiveMbr = new("mbr", "a protective MBR without a GPT");
    private static readonly DiskContent s_mbr = new("mbr", "an MBR partition table");
    private static readonly DiskContent s_fat = new("fat", "a FAT filesystem");
    private static readonly DiskContent s_empty = new("empty", "nothing but zeros: no partition table, no filesystem");
    private static readonly DiskContent s_unknown = new("unknown", "no partition table and no known filesystem");

    /// <summary>Whether Bq2 can read it.</summary>
    public bool IsSupported => this == s_gpt || this == s_mbr || IsFileSystem;

    /// <summary>Whether it is a file system that <see cref="FileSystem"/> opens.</summary>
    internal bool IsFileSystem => this == s_fat || IsExt || IsErofs;

    /// <summary>Whether it is EROFS.</summary>
    internal bool IsErofs => Name is "erofs";

    /// <summary>Whether it is ext4, or ext2 or ext3 before it.</summary>
    internal bool IsExt => Name is "ext4" or "ext3" or "ext2";

    /// <summary>Reads only the places where each format has its magic.</summary>
    public static DiskContent Of(Source disk)
    {
        ArgumentNullException.ThrowIfNull(disk);
        if (Signatures.OfWholeDisk(disk) is { } whole)
            return Of(whole, disk);
        if (FatBootReader.LooksLikeFat(disk))
            return s_fat;
        if (GptDisk.Exists(disk))
            return s_gpt;
        if (MbrReader.AnnouncesGpt(disk))
            return s_protectiveMbr;
        if (MbrReader.HasPartitions(disk))
            return s_mbr;
        if (Signatures.BehindFirstSector(disk) is { } behind)
            return Of(behind, disk);
        return disk.DataRuns().Any() ? s_unknown : s_empty;
    }

    private static DiskContent Of(Signature signature, Source disk) =>
        signature.Name == "ext" ? Ext(disk) : new(signature.Name, signature.Description);

    /// <summary>The three generations of ext share their magic; incompatible features tell them apart.</summary>
    private static DiskContent Ext(Source disk)
    {
        const int compatibleFeatures = 1024 + 92, incompatibleFeatures = 1024 + 96;
        const uint hasJournal = 4, sinceExt4 = 0x02c0;   // extents, 64 bit, flexible groups
        string name = (Word(incompatibleFeatures) & sinceExt4) != 0 ? "ext4"
            : (Word(compatibleFeatures) & hasJournal) != 0 ? "ext3"
            : "ext2";
        return new(name, $"an {name} filesystem");

        uint Word(int offset) =>
            disk.Length - offset < sizeof(uint) ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(disk.ReadBytes(offset, sizeof(uint)));
    }
}
