using System.Text;
using Bq2.Efi;
using Bq2.Efi.Boot;
using Bq2.Efi.Pe;
using Bq2.Image;

namespace Bq2.Tests.Image;

/// <summary>What a disk will start is known before there is one: by the loader's own reader, order and choice.</summary>
public sealed class BootMenuTests
{
    private static readonly string s_hash = new('a', 64);

    /// <summary>One entry for each reason that the loader has to skip one, or would have to give when it starts it.</summary>
    public static TheoryData<string, string> Skipped => new()
    {
        { "linux /k\narchitecture aa64", Words(EntryProblem.OtherMachine) },
        { "title nothing", Words(EntryProblem.NoProgram) },
        { "title", Words(EntryProblem.NoProgram) },
        { "uki-url http://x", Words(EntryProblem.Url) },
        { "linux /k\ndevicetree-overlay /k", Words(EntryProblem.Overlay) },
        { "linux /k\nextra /k", Words(EntryProblem.Extra) },
        { "uki /k\nprofile main", Words(EntryProblem.Profile) },
        { "linux /k\nlinux-sha256 12", Words(EntryProblem.NoHash) },
        { "linux /k\n#bq2:linux-sha256 12", Words(EntryProblem.NoHash) },
        { $"linux /k\ninitrd-sha256 {s_hash}", Words(EntryProblem.HashCount) },
        { "linux /gone", "it names /gone, which is not on the disk" },
        { "linux /k\ninitrd /gone", "it names /gone, which is not on the disk" },
        { "linux /EFI", "it names /EFI, which is not on the disk" },
        { "linux /foreign", "/foreign is for aarch64, the disk for x86_64" },
        { "linux /text", "/text is not an EFI program: it does not begin with \"MZ\"" },
        { "linux /cut", "/cut is cut off" },
        { $"linux /k\nlinux-sha256 {s_hash}", "/k does not have the SHA-256 that the entry says" },
        { $"linux /k\ninitrd /text\ninitrd-sha256 {s_hash}", "/text does not have the SHA-256 that the entry says" },
        { "linux /k\ndevicetree /text", "/text is not a complete device tree" },
        { $"linux /k\noptions {new string('o', CommandLine.MaxLineLength)}", "its options have more than 4095 characters" },
        { "linux /" + new string('p', 300), $"the path /{new string('p', 300)} is too long, or not UTF-8" },
        { "linux /k\n#" + new string('x', 64 << 10), Words(EntryProblem.TooLong) },
    };

    /// <summary>Asked for by name it is a fault; found among other files it is told, and nothing is built if it is the only one.</summary>
    [Theory]
    [MemberData(nameof(Skipped))]
    public void WhatWouldNotStartIsRefusedOrTold(string text, string reason)
    {
        using var temp = new TempFolder();
        File.WriteAllText(temp["other.conf"], text);
        var alone = new BootDisk { Machine = Machine.X64, Files = Files("loader/entries/other.conf", text) };

        Assert.Equal(("IMG019", "nothing on the disk would start: other.conf: " + reason), Fault(alone));
        (alone with { Kernel = Kernel }).PlanEsp(out var menu);
        Assert.Equal([("linux.conf", null, true), ("other.conf", reason, false)],
            menu.Select(choice => (choice.Id, choice.Skipped, choice.IsDefault)));

        // Comments do not come along, so that a text may be too long only there.
        bool tooLong = reason == Words(EntryProblem.TooLong);
        var asked = Assert.Throws<FaultException>(() =>
            new BootDisk { Machine = Machine.X64,
                Kernel = Kernel, Files = Files("unused", ""), Entries = [BootMenuEntry.FromFile(temp["other.conf"])] }.Plan()).Fault;
        Assert.Equal("IMG080", asked.Code);
        Assert.EndsWith((tooLong ? "not a boot entry that would start: " : "the entry other.conf would not start: ") + reason,
            asked.Message, StringComparison.Ordinal);
    }

    /// <summary>
    /// The loader skips an entry that it cannot read. Here nothing is made of such a file, and the fault names it: the loader's
    /// EntryProblem.Unreadable is seen at the loader itself, in LoaderMenuTests.
    /// </summary>
    [Theory]
    [InlineData("loader/entries/unread.conf", "IMG001")]
    [InlineData("EFI/Linux/unread.efi", "IMG001")]
    [InlineData("loader/loader.conf", "IMG001")]
    public void AFileThatCannotBeReadEndsTheBuild(string path, string code)
    {
        using var temp = new TempFolder();
        File.WriteAllText(temp["short"], "linux /k\n");
        var files = Files("unused", "");
        files.AddFile(path, Content.FromFile(temp["short"], 0, 5000));

        var fault = Assert.Throws<FaultException>(new BootDisk { Machine = Machine.X64, Kernel = Kernel, Files = files }.Plan).Fault;

        Assert.Equal((code, temp["short"]), (fault.Code, fault.Path));
    }

    [Fact]
    public void AUnifiedImageIsLookedAtAsTheLoaderDoes()
    {
        byte[] good = EfiHeaders.Uki(Machine.X64, 3000);
        (string, byte[], string)[] cases =
        [
            ("foreign.efi", EfiHeaders.Uki(Machine.Arm64, 3000), Words(EntryProblem.OtherMachine)),
            ("plain.efi",
                EfiHeaders.Program(Machine.X64, 3000), "it is not a unified kernel image: it has no readable .osrel section"),
            ("cut.efi", good[..1030], "it is not a unified kernel image: it has no readable .osrel section"),
            ("text.efi", "no image"u8.ToArray(), "it is not an EFI program: it does not begin with \"MZ\""),
        ];
        foreach (var (name, image, reason) in cases)
        {
            var files = new Tree();
            files.AddFile("EFI/Linux/" + name, Content.FromBytes(image));
            var disk = new BootDisk { Machine = Machine.X64, Files = files };
            Assert.Equal(("IMG019", $"nothing on the disk would start: {name}: {reason}"), Fault(disk));

            (disk with { Ukis = [("good+3.efi", Content.FromBytes(good))] }).PlanEsp(out var menu);
            Assert.Equal([("good.efi", null), (name, reason)], menu.Select(choice => (choice.Id, choice.Skipped)));
        }

        var plain = new BootDisk { Machine = Machine.X64,
            Kernel = Kernel, Ukis = [("plain.efi", Content.FromBytes(EfiHeaders.Program(Machine.X64, 3000)))] };
        Assert.Equal("IMG080", Fault(plain).Code);
        Assert.Equal("IMG080", Fault(plain with { Ukis = [("auto-x.efi", Content.FromBytes(good))] }).Code);
        Assert.Equal("IMG080", Fault(plain with { Ukis = [(".x.efi", Content.FromBytes(good))] }).Code);
    }

    /// <summary>Each of these would stand before the kernel in the menu.</summary>
    [Theory]
    [InlineData("rescue.conf", "linux /k")]
    [InlineData("zebra.conf", "linux /k\nsort-key a\nversion 9")]
    public void TheKernelThatWasNamedStarts(string name, string text)
    {
        var disk = new BootDisk { Machine = Machine.X64, Kernel = Kernel, Files = Files("loader/entries/" + name, text) };
        var esp = disk.PlanEsp(out var menu);

        Assert.Equal("default linux.conf\n", TextAt(esp, "loader/loader.conf"));
        Assert.Equal([(name, false), ("linux.conf", true)], menu.Select(choice => (choice.Id, choice.IsDefault)));
        Assert.Equal("default " + name + "\ntimeout 0\n",
            TextAt((disk with { Default = name, Timeout = 0 }).PlanEsp(out menu), "loader/loader.conf"));
        Assert.True(menu[0].IsDefault);
    }

    [Theory]
    [InlineData("default rescue.conf", 0)]
    [InlineData("timeout 9", 0)]
    [InlineData("default lin*", 1)]
    [InlineData("preferred linux.conf\ndefault rescue.conf", 1)]
    [InlineData("#bq2:default linux.conf", 1)]
    public void ALoaderConfThatComesAlongIsObeyed(string text, int expected)
    {
        var files = Files("loader/entries/rescue.conf", "linux /k");
        files.AddFile("LOADER.d", Content.Empty);
        files.AddFile("loader/loader.conf", Content.FromBytes(Encoding.UTF8.GetBytes(text)));
        var disk = new BootDisk { Machine = Machine.X64, Kernel = Kernel, Files = files };

        Assert.Equal(text, TextAt(disk.PlanEsp(out var menu), "loader/loader.conf"));
        Assert.True(menu[expected].IsDefault);
        Assert.Equal("IMG081", Fault(disk with { Default = "linux.conf" }).Code);
        Assert.Equal("IMG081", Fault(disk with { Timeout = 3 }).Code);
    }

    [Fact]
    public void TheDefaultIsAnEntryThatStarts()
    {
        var disk = new BootDisk { Machine = Machine.X64,
            Kernel = Kernel, Files = Files("loader/entries/arm.conf", "linux /k\narchitecture aa64") };

        foreach (string wanted in (string[])["linux.conf", "LINUX.*", "@saved"])
            Assert.Contains(wanted, TextAt((disk with { Default = wanted }).PlanEsp(), "loader/loader.conf"), StringComparison.Ordinal);
        Assert.Equal(("IMG082", "no entry that starts is called arm.conf; there are linux.conf, arm.conf"),
            Fault(disk with { Default = "arm.conf" }));
        Assert.Equal("IMG082", Fault(disk with { Default = "linux" }).Code);
        Assert.Equal("IMG082", Fault(disk with { Default = "" }).Code);
        Assert.Equal("IMG010", Fault(disk with { Default = "a\nb" }).Code);
    }

    [Fact]
    public void AnotherEntryOfTheKernelsIdDoesNotStartInItsPlace()
    {
        var disk = new BootDisk { Machine = Machine.X64, Kernel = Kernel, Files = Files("loader/entries/linux+3.conf", "linux /k") };

        Assert.Equal(("IMG080", "the kernel would not start: the entry linux+3.conf has the same id, linux.conf"), Fault(disk));
    }

    /// <summary>FAT does not tell cases apart, and so there is one folder, whatever the letters.</summary>
    [Fact]
    public void FoldersInOtherLettersAreTheSame()
    {
        var esp = new BootDisk { Machine = Machine.X64,
            Kernel = Kernel, Files = Files("LOADER/ENTRIES/RESCUE.CONF", "linux /k") }.PlanEsp(out var menu);

        Assert.Equal([("rescue.conf", false), ("linux.conf", true)], menu.Select(choice => (choice.Id, choice.IsDefault)));
        Assert.NotNull(esp.Find("LOADER/ENTRIES/linux.conf"));
        Assert.NotNull(esp.Find("LOADER/loader.conf"));
    }

    /// <summary>Some of an entry's files come along, some are there; it may have had hashes before, of other files.</summary>
    [Fact]
    public void WithHashesEachFileHasOne()
    {
        using var temp = new TempFolder();
        File.WriteAllText(temp["here"], "here");
        File.WriteAllText(temp["e.conf"], $"linux /k\nlinux-sha256 {s_hash}\ninitrd here\ninitrd /text\ninitrd-sha256 {s_hash}\n");
        var disk = new BootDisk { Machine = Machine.X64, Files = Files("unused", ""), Entries = [BootMenuEntry.FromFile(temp["e.conf"])] };

        Assert.Equal("IMG080", Fault(disk).Code);
        string text = TextAt((disk with { Hashes = true }).PlanEsp(), "loader/entries/e.conf");
        Assert.Equal(
            ["linux", "#bq2:linux-sha256", "initrd",
                "#bq2:initrd-sha256", "initrd", "#bq2:initrd-sha256"], text.TrimEnd().Split('\n').Select(line => line.Split(' ')[0]));
    }

    private static Content Kernel => Content.FromBytes(EfiHeaders.Program(Machine.X64, 5000));

    /// <summary>The file, and beside it what entries may name.</summary>
    private static Tree Files(string path, string text)
    {
        var files = new Tree();
        files.AddFile(path, Content.FromBytes(Encoding.UTF8.GetBytes(text)));
        files.AddFile("k", Content.FromBytes(EfiHeaders.Program(Machine.X64, 4000)));
        files.AddFile("foreign", Content.FromBytes(EfiHeaders.Program(Machine.Arm64, 4000)));
        files.AddFile("text", Content.FromBytes("text"u8.ToArray()));
        files.AddFile("cut", Content.FromBytes(EfiHeaders.Uki(Machine.X64, 3000).AsMemory(0, 1030)));
        return files;
    }

    private static (string Code, string Message) Fault(BootDisk disk)
    {
        var fault = Assert.Throws<FaultException>(disk.Plan).Fault;
        return (fault.Code, fault.Message);
    }

    private static string TextAt(Tree tree, string path) => Encoding.UTF8.GetString(tree.Find(path)!.Content!.Head(100_000));

    private static string Words(EntryProblem problem) => Encoding.UTF8.GetString(problem.Words);
}
