using System.CommandLine;
using Bq2.Image;

namespace Bq2.Cli;

/// <summary>Makes a disk larger, in place.</summary>
internal static class ResizeCommand
{
    public const string Summary = "Makes a disk larger.";

    public static void Define(Command command)
    {
        var file = new Argument<string>("FILE") { Description = "A raw or QCOW2 image" }.OfferingFiles();
        var size = new Argument<string>("SIZE") { Description = "The new size, or + and how much more, such as +1G" };
        command.Add(file);
        command.Add(size);
        var opening = Options.Opening(command, "FILE");
        QemuWords.RefuseDescriptions(command);
        QemuWords.Refuse(command, ("--preallocation*", "the new part takes room when it is written to"));
        command.SetAction(words => Resize(words.GetRequiredValue(file), words.GetRequiredValue(size), opening(words)));
    }

    private static int Resize(string path, string size, OpenOptions options)
    {
        using var disk = DiskImage.OpenForWriting(Inputs.InPlace(path), options);

        // The backup of a partition table belongs at the disk's end, which is about to move. A table that cannot be read
        // is told of while the disk is as it was.
        bool hasTable = GptDisk.Exists(disk);
        if (hasTable)
            GptDisk.Read(disk);
        disk.Grow(Sizes.Parse(size, disk.Length));
        if (hasTable)
            GptDisk.MoveBackup(disk);
        disk.Flush();
        Say.Line($"{path}: {Bytes.Show(disk.Length)}");
        return ExitCode.Done;
    }
}
