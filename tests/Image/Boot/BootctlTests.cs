using Bq2.Efi.Pe;
using Bq2.Image;

namespace Bq2.Tests.Image;

/// <summary>
/// systemd's own reader of boot entries, on the files of our disks. It insists on the root of a file system, and gets one of its
/// own.
/// </summary>
public sealed class BootctlTests
{
    [Needs("bash bootctl unshare")]
    [InlineData("")]
    public void ItHasNoComplaint(string more)
    {
        var listed = List(Disk.PlanEsp(), more);

        Assert.Equal(0, listed.ExitCode);
        Assert.Empty(listed.Complained);
        Assert.Contains("title: Rescue", listed.Said, StringComparison.Ordinal);
        Assert.Contains("title: Linux (default)", listed.Said, StringComparison.Ordinal);
    }

    [Needs("bash bootctl unshare")]
    [InlineData("linux-sha256 1234")]
    public void ItComplainsAboutAnUnknownLine(string more) =>
        Assert.Contains("Unknown line 'linux-sha256'", List(Disk.PlanEsp(), more).Complained, StringComparison.Ordinal);

    private static BootDisk Disk => new()
    {
        Machine = Machine.X64,
        Kernel = Content.FromBytes(EfiHeaders.Program(Machine.X64, 5000)),
        Initrds = [Content.Empty],
        CommandLine = "quiet",
        Hashes = true,
        Timeout = 3,
        Entries = [new("rescue", [new("title", "Rescue"), new("linux", "/linux"), new("options", "rescue")])],
    };

    private static Outcome List(Tree esp, string more)
    {
        using var temp = new TempFolder();
        Write(esp.Root, temp["esp"]);
        File.AppendAllText(temp["esp/loader/entries/linux.conf"], more + "\n");
        Directory.CreateDirectory(temp["root"]);
        return RealTool.Bash.Run("-ec",
            $"cd '{temp["."]}'; export SYSTEMD_RELAX_ESP_CHECKS=1; "
            + "exec unshare -rm sh -ec 'mount -t tmpfs none root; cp -r esp/. root; bootctl list --no-pager --esp-path=\"$PWD/root\"'");
    }

    private static void Write(TreeEntry folder, string path)
    {
        Directory.CreateDirectory(path);
        foreach (var entry in folder.Children)
        {
            if (entry.IsFolder)
                Write(entry, Path.Combine(path, entry.Name));
            else
                File.WriteAllBytes(Path.Combine(path, entry.Name), entry.Content!.Head((int)entry.Content.Length));
        }
    }
}
