using System.CommandLine;
using Bq2.Efi;
using Bq2.Image;

namespace Bq2.Cli;

/// <summary>Makes a disk larger or smaller, in place.</summary>
internal static class ResizeCommand
{
    public const string Summary = "Makes a disk larger, or with --shrink smaller.";

    public static void Define(Command command)
    {
        var file = new Argument<string>("FILE") { Description = "A raw or QCOW2 image" }.OfferingFiles();
        var size = new Argument<string>(Options.SizeChange)
        {
            Description = "The new size, or a change such as +1G or -1G",
        };
        command.Add(file);
        command.Add(size);
        var opening = Options.Opening(command, "FILE");
        QemuWords.RefuseDescriptions(command);
        QemuWords.Refuse(command, ("--preallocation*", "the new part is allocated when it is written to"));
        var shrink = new Option<bool>("--shrink") { Description = "Allow a smaller size; data after the new end are lost" };
        command.Add(shrink);
        command.SetAction(words =>
            Resize(words.GetRequiredValue(file), words.GetRequiredValue(size), words.GetValue(shrink), opening(words)));
    }

    private static int Resize(string path, string size, bool mayShrink, OpenOptions options)
    {
        using var disk = DiskImage.OpenForWriting(Inputs.InPlace(path), options);
        long length = Sizes.Parse(size, disk.Length);
        if (length < disk.Length && mayShrink)
            Shrink(disk, length);
        else
            Grow(disk, length);
        disk.Flush();
        Say.Line($"{path}: {Bytes.Show(disk.Length)}");
        return ExitCode.Done;
    }

    // The backup partition table belongs at the end of the disk, which is about to move. Read the table first, so that an
    // unreadable one is reported before anything changes.
    private static void Grow(WritableDisk disk, long length)
    {
        bool hasTable = GptDisk.Exists(disk);
        if (hasTable)
            GptDisk.Read(disk);
        disk.Grow(length);
        if (hasTable)
            GptDisk.MoveBackup(disk);
    }

    private static void Shrink(WritableDisk disk, long length)
    {
        bool hasTable = GptDisk.Exists(disk);
        RefuseToCut(disk, length);
        if (LossBehind(disk, length, hasTable) is > 0 and var lost)
            Say.Note($"{Bytes.Show(lost)} after the new end may hold data, and are cut off");
        if (hasTable)
            GptDisk.MoveBackup(disk, length);
        disk.Shrink(length);
    }

    /// <summary>Refuses a size that would make the content useless, not only shorter.</summary>
    private static void RefuseToCut(WritableDisk disk, long length)
    {
        string kind = DiskContent.Of(disk).Name;
        if (kind is not ("fat" or "ext4" or "ext3" or "ext2"))
            return;

        using var volume = FileSystem.Open(disk.Slice(0, disk.Length));
        if (volume.Length > length)
        {
            throw new FaultException(new(ImageFaults.CutsFilesystem,
                $"the {(kind == "fat" ? "FAT" : kind)} filesystem on the disk has {volume.Length:N0} bytes, and {length:N0} would be left")
            {
                Path = disk.Path,
                Hint = "make a smaller filesystem, and copy the files there",
            });
        }
    }

    // The backup partition table is rewritten at the new end.
    private static long LossBehind(WritableDisk disk, long length, bool hasTable)
    {
        long end = hasTable ? disk.Length - GptDisk.RoomOfBackup : disk.Length;
        return disk.DataRuns().Sum(run => Math.Max(0, Math.Min(run.Offset + run.Length, end) - Math.Max(run.Offset, length)));
    }
}
