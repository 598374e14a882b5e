using System.Text;
using Bq2.Efi;
using Bq2.Efi.Boot;
using Bq2.Efi.Pe;
using Bq2.Image;
using static Bq2.Tests.Image.MenuSample;

namespace Bq2.Tests.Image;

/// <summary>Entries that would not start are known before there is a disk: by the loader's own reader.</summary>
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
    public void EntriesThatWouldNotStartAreRefusedOrReported(string text, string reason)
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

    private static string Words(EntryProblem problem) => Encoding.UTF8.GetString(problem.Words);
}
