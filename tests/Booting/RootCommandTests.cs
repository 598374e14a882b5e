using Bq2.Efi.Pe;
using Bq2.Image;
using Bq2.Tests.Cli;

namespace Bq2.Tests.Booting;

/// <summary>build --root, initrd, and run with an archive, as they are typed.</summary>
public sealed class RootCommandTests
{
    [Needs("qemu-system-aarch64")]
    [InlineData(Machine.Arm64)]
    public void AnArchiveIsRunAsItIs(Machine machine)
    {
        using var temp = new TempFolder();
        TarArchive.Write(temp["root.tar.gz"], RootTree.TreeFor(machine), packing: new() { Packing = Packing.Gzip });

        var outcome = Bq2Program.Run("image", "run", temp["root.tar.gz"], "--expect", "guest: owner 7 8 -rwsr-x---", "--timeout", "60");

        Assert.Contains("ext4 rw", outcome.Accepts().Said, StringComparison.Ordinal);
    }

    [Needs("blkid sgdisk")]
    [InlineData("build --root ROOT -o DISK", "root-x86-64 ext4")]
    [InlineData("build --root ROOT -o DISK --root-type erofs", "root-x86-64 erofs")]
    [InlineData("build --root ROOT -o DISK --read-only", "root-x86-64 erofs root-x86-64-verity DM_verity_hash")]
    [InlineData("build --root ROOT -o DISK --partition swap::2M --partition home:HOME:20M", "swap swap home ext4 root-x86-64 ext4")]
    public void TheCommandMakesThePartitionsThatWereAskedFor(string words, string expected)
    {
        using var temp = new TempFolder();
        Directory.CreateDirectory(temp["home"]);
        File.WriteAllText(temp["home/file"], "mine");
        TarArchive.Write(temp["root.tar"], RootTree.TreeFor(Machine.X64));
        string line = words.Replace("ROOT", temp["root.tar"], StringComparison.Ordinal)
            .Replace("DISK", temp["disk.raw"], StringComparison.Ordinal).Replace("HOME", temp["home"], StringComparison.Ordinal);

        Bq2Program.Run(["image", .. line.Split(' ')]).Accepts();

        new RealTool("sgdisk").Run("-v", temp["disk.raw"]).Accepts();
        using var disk = DiskImage.Open(temp["disk.raw"]);
        var found = GptDisk.Read(disk).Partitions.Skip(1).Select(partition =>
        {
            string[] probe = ["-p", "-O", $"{partition.Offset}", "-o", "value", "-s", "TYPE", temp["disk.raw"]];
            return $"{partition.Type.Name} {new RealTool("blkid").Run(probe).Accepts().Said.Trim()}";
        });
        Assert.Equal(expected, string.Join(' ', found));
    }

    [Theory]
    [InlineData("", "IRD004: there is no kernel in the root file system")]
    [InlineData("--kernel-version 1.2", "IRD004: there is no kernel 1.2 in the root file system")]
    public void ARootWithoutItsKernelIsSaidToBe(string words, string message)
    {
        using var temp = new TempFolder();
        Directory.CreateDirectory(temp["root"]);

        string[] more = words.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var outcome = Bq2Program.Run(["image", "build", "-o", temp["disk"], "--root", temp["root"], .. more]);

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains(message, outcome.Complained, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--root-size 1G", "--root-size needs --root")]
    [InlineData("--kernel K --grow", "--grow needs --root")]
    [InlineData("--root R --grow --read-only", "--grow needs a root that can be written, so --read-only does not go with it")]
    [InlineData("--kernel K --partition nonsense", "'nonsense' is not a type: expected swap, home")]
    [InlineData("--kernel K --partition swap:folder", "expected swap::SIZE")]
    public void WordsThatDoNotGoTogetherAreRefused(string words, string message)
    {
        using var temp = new TempFolder();
        File.Copy(new GuestFiles(Machine.X64).Kernel, temp["K"]);

        var outcome = Bq2Program.Run(
            ["image", "build", "-o", temp["disk"], .. words.Replace("K", temp["K"], StringComparison.Ordinal).Split(' ')]);

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(message, outcome.Complained, StringComparison.Ordinal);
        Assert.False(File.Exists(temp["disk"]));
    }

    [Needs("cpio")]
    [InlineData("/bin/busybox")]
    public void TheCommandMakesAnInitrdByItself(string program)
    {
        using var temp = new TempFolder();
        TarArchive.Write(temp["root.tar"], RootTree.TreeFor(Machine.X64));

        Bq2Program.Run("image", "initrd", temp["root.tar"], "-o", temp["initrd.cpio"], "--root-type", "erofs", "--verity",
            "--program", program).Accepts();
        Bq2Program.Run("image", "initrd", temp["root.tar"], "-o", temp["initrd.gz"], "--root-type", "erofs", "--verity",
            "--program", program).Accepts();

        string listed = RealTool.Bash.Run("-c", "cpio -t --quiet <\"$1\"", "cpio", temp["initrd.cpio"]).Accepts().Said;
        foreach (string name in new[] { "init", "lib/modules/load", "lib/modules/dm_verity.ko", "lib/modules/erofs.ko", program[1..] })
            Assert.Contains(name, listed.Split('\n'));
        Assert.Empty(TreeComparison.Differences(Tree.FromArchive(temp["initrd.cpio"]), Tree.FromArchive(temp["initrd.gz"])));
    }
}
