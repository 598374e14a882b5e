using System.Text;
using Bq2.Efi.Pe;
using Bq2.Image;
using static Bq2.Tests.Image.MenuSample;

namespace Bq2.Tests.Image;

/// <summary>Which entry a disk will start is known before there is one: by the loader's own order and choice.</summary>
public sealed class BootChoiceTests
{
    private static readonly string s_hash = new('a', 64);

    /// <summary>Each of these would stand before the kernel in the menu.</summary>
    [Theory]
    [InlineData("rescue.conf", "linux /k")]
    [InlineData("zebra.conf", "linux /k\nsort-key a\nversion 9")]
    public void TheNamedKernelStarts(string name, string text)
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
    public void ASuppliedLoaderConfIsObeyed(string text, int expected)
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
    public void FolderNamesIgnoreCase()
    {
        var esp = new BootDisk { Machine = Machine.X64,
            Kernel = Kernel, Files = Files("LOADER/ENTRIES/RESCUE.CONF", "linux /k") }.PlanEsp(out var menu);

        Assert.Equal([("rescue.conf", false), ("linux.conf", true)], menu.Select(choice => (choice.Id, choice.IsDefault)));
        Assert.NotNull(esp.Find("LOADER/ENTRIES/linux.conf"));
        Assert.NotNull(esp.Find("LOADER/loader.conf"));
    }

    /// <summary>Some of an entry's files come along, some are there; it may have had hashes before, of other files.</summary>
    [Fact]
    public void WithHashesEveryFileIsHashed()
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
}
