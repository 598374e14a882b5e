using System.Security.Cryptography;
using System.Text;
using Bq2.Efi;
using Bq2.Efi.Pe;
using Bq2.Image;

namespace Bq2.Tests.Image;

/// <summary>The entries of a boot disk: the files they share, and the hashes of these.</summary>
public sealed class BootDiskEntriesTests
{
    [Fact]
    public void FurtherEntriesBringTheirFilesAndShareWhatIsTheSame()
    {
        using var temp = new TempFolder();
        File.WriteAllBytes(temp["vmlinuz"], Program(Machine.X64, 50_000));
        File.WriteAllBytes(temp["rescue.cpio"], TestBytes.Make(1000));
        File.WriteAllText(temp["rescue+3.conf"],
            "# for bad days\ntitle Rescue\nlinux vmlinuz\ninitrd\trescue.cpio\noptions a\noptions b \n");
        var esp = (Disk(Machine.X64) with
        {
            Kernel = Content.FromFile(temp["vmlinuz"]),
            Entries = [BootMenuEntry.FromFile(temp["rescue+3.conf"])],
            Ukis = [("all.efi", Content.FromBytes(EfiHeaders.Uki(Machine.X64, 3000)))],
        }).PlanEsp();

        Assert.Equal("title Rescue\nlinux /linux\ninitrd /rescue/rescue.cpio\noptions a\noptions b\n",
            TextAt(esp, "loader/entries/rescue+3.conf"));
        Assert.Equal(["rescue.cpio"], esp.Find("rescue")!.Children.Select(file => file.Name));
        Assert.Equal(3000, esp.Find("EFI/Linux/all.efi")!.Content!.Length);
    }

    [Fact]
    public void HashesStandBesideWhatTheyAreOf()
    {
        byte[] kernel = Program(Machine.X64, 100_000);
        var esp = (Disk(Machine.X64) with { Initrds = [Content.Empty], Hashes = true }).PlanEsp();

        Assert.Equal(
            $"""
            title Linux
            linux /linux
            #bq2:linux-sha256 {Convert.ToHexStringLower(SHA256.HashData(kernel))}
            initrd /initrd
            #bq2:initrd-sha256 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855

            """, TextAt(esp, "loader/entries/linux.conf"));
    }

    /// <summary>Entries are read as the boot loader reads them, which knows of the mark that editors on Windows put first.</summary>
    [Fact]
    public void WhatAnEntryOfSomebodyElseNamesIsLookedForToo()
    {
        var files = new Tree();
        files.AddFile("loader/entries/theirs.conf", Content.FromBytes("\uFEFFlinux\t/gone\r\n# initrd /not-meant\n"u8.ToArray()));

        Assert.Equal("nothing on the disk would start: theirs.conf: it names /gone, which is not on the disk",
            FaultOf(new BootDisk { Machine = Machine.X64, Files = files }).Message);
    }

    private static string TextAt(Tree tree, string path) => Encoding.UTF8.GetString(tree.Find(path)!.Content!.Head(10_000));

    private static Fault FaultOf(BootDisk disk) => Assert.Throws<FaultException>(disk.Plan).Fault;

    private static BootDisk Disk(Machine machine) => new()
    {
        Machine = machine,
        Kernel = Content.FromBytes(Program(machine, 100_000)),
        Loader = Content.FromBytes(Program(machine, 9_000)),
    };

    private static byte[] Program(Machine machine, int length) => EfiHeaders.Program(machine, length);
}
