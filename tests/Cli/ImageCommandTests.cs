using System.Text.Json;
using Bq2.Efi.Pe;
using Bq2.Tests.Image;

namespace Bq2.Tests.Cli;

/// <summary>The commands that make disks and look into them, as people and scripts call them.</summary>
public sealed class ImageCommandTests : IDisposable
{
    private readonly TempFolder _temp = new();

    // To a disk's maker any EFI program will do for a kernel; ours is at hand.
    public ImageCommandTests()
    {
        File.Copy(Repository.Loader(Machine.X64), _temp["vmlinuz"]);
        File.WriteAllText(_temp["initrd"], "first");
        File.WriteAllText(_temp["more"], "second");
    }

    [Needs("qemu-img fsck.fat sgdisk")]
    [InlineData("disk.qcow2", "qcow2")]
    [InlineData("disk.img", "raw")]
    [InlineData("disk.raw", "raw")]
    [InlineData("disk", "qcow2")]
    public void ADiskIsBuiltInTheFormatOfItsName(string name, string format)
    {
        Build(_temp[name]).Accepts();

        using var told = JsonDocument.Parse(RealTool.QemuImg.Run("info", "--output=json", "-f", format, _temp[name]).Accepts().Said);
        Assert.Equal(format, told.RootElement.GetProperty("format").GetString());
        RealTool.QemuImg.Run("convert", "-O", "raw", _temp[name], _temp["raw"]).Accepts();
        Assert.Contains("No problems found", RealTool.Sgdisk.Run("-v", _temp["raw"]).Accepts().Said, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatWasPutInIsListedAndComesOut()
    {
        Build(_temp["disk.qcow2"], "--title", "My Linux").Accepts();

        Assert.Equal("EFI/\ninitrd0\ninitrd1\nlinux\nloader/\n", Ls(_temp["disk.qcow2"]));
        Assert.Equal("BOOTX64.EFI\n", Ls(_temp["disk.qcow2"] + ":1/EFI/BOOT"));
        Assert.Equal("linux\n", Ls(_temp["disk.qcow2"] + "/linux"));
        Assert.Equal("second", Cat(_temp["disk.qcow2"] + "/initrd1"));
        Assert.Equal(
            "title My Linux\nlinux /linux\ninitrd /initrd0\ninitrd /initrd1\noptions quiet root=/dev/sda\n",
            Cat(_temp["disk.qcow2"] + ":1/loader/entries/linux.conf"));
    }

    [Fact]
    public void ListsAreJsonForPrograms()
    {
        Build(_temp["disk.qcow2"]).Accepts();
        var said = Bq2Program.Run("image", "ls", _temp["disk.qcow2"], "--output", "json").Accepts().Said;

        using var list = JsonDocument.Parse(said);
        var initrd = list.RootElement.EnumerateArray().Single(file => file.GetProperty("name").GetString() == "initrd0");

        Assert.Equal(5, initrd.GetProperty("size").GetInt64());
        Assert.Equal("file", initrd.GetProperty("type").GetString());
    }

    [Theory]
    [InlineData("/nothing", "FAT014: there is no \"nothing\" in the volume")]
    [InlineData(":2/linux", "GPT008: the disk has no partition 2")]
    [InlineData(":one/linux", "GPT008: the disk has no partition one")]
    public void AMissingPlaceIsNamed(string place, string expected)
    {
        Build(_temp["disk.qcow2"]).Accepts();
        var outcome = Bq2Program.Run("image", "ls", _temp["disk.qcow2"] + place);

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains(expected, outcome.Complained, StringComparison.Ordinal);
    }

    [Needs("qemu-img")]
    [InlineData("disk.qcow2")]
    [InlineData("disk.img")]
    public void InfoAnswersInTheWordsOfQemuImg(string name)
    {
        Build(_temp[name]).Accepts();
        using var theirs = JsonDocument.Parse(RealTool.QemuImg.Run("info", "--output=json", _temp[name]).Accepts().Said);
        using var ours = JsonDocument.Parse(Bq2Program.Run("image", "info", "--output", "json", _temp[name]).Accepts().Said);

        foreach (string key in (string[])["filename", "format", "virtual-size", "actual-size", "dirty-flag", "cluster-size"])
            Assert.Equal(Text(theirs, key), Text(ours, key));
        Assert.Equal("esp", ours.RootElement.GetProperty("partitions")[0].GetProperty("type").GetString());

        static string? Text(JsonDocument document,
            string key) => document.RootElement.TryGetProperty(key, out var value) ? value.ToString() : null;
    }

    [Fact]
    public void TheSameInputsGiveTheSameDisk()
    {
        Build(_temp["a.qcow2"]).Accepts();
        Directory.CreateDirectory(_temp["elsewhere"]);
        Build(_temp["elsewhere/b.qcow2"]).Accepts();

        Assert.Equal(File.ReadAllBytes(_temp["a.qcow2"]), File.ReadAllBytes(_temp["elsewhere/b.qcow2"]));
    }

    [Fact]
    public void TheSourceDateIsTheTimeOfAllFiles()
    {
        var program = new Bq2Program { Environment = { ["SOURCE_DATE_EPOCH"] = "1700000000" } };
        program.Call(BuildWords(_temp["disk.img"])).Accepts();

        string[] lines = Bq2Program.Run("image", "ls", "-l", _temp["disk.img"]).Accepts().Said.TrimEnd('\n').Split('\n');

        Assert.All(lines, line => Assert.Contains("  2023-11-14 22:13  ", line, StringComparison.Ordinal));
    }

    [Fact]
    public void AKernelForAnotherMachineIsRefusedAndTheOldDiskStands()
    {
        File.WriteAllText(_temp["disk.qcow2"], "old");
        File.Copy(Repository.Loader(Machine.Arm64), _temp["vmlinuz"], overwrite: true);

        var outcome = Build(_temp["disk.qcow2"]);

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("vmlinuz+0x44: IMG009: the kernel is for aarch64, the disk for x86_64",
            outcome.Complained, StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(_temp["disk.qcow2"]));
    }

    [Theory]
    [InlineData("--kernel", 1)]
    [InlineData("--initrd", 1)]
    public void AMissingInputIsTheInputsFault(string option, int exitCode)
    {
        var outcome = Bq2Program.Run([.. BuildWords(_temp["disk.qcow2"]), option, _temp["none"]]);

        Assert.Equal(option == "--kernel" ? 2 : exitCode, outcome.ExitCode);   // a second kernel is a wrong line already
        Assert.False(File.Exists(_temp["disk.qcow2"]));
    }

    [Needs("fsck.fat mdir")]
    [InlineData("--size", "64M")]
    [InlineData("--label", "boot")]
    public void AVolumeIsMadeFromAFolder(string option, string value)
    {
        Directory.CreateDirectory(_temp["tree/Some Folder"]);
        File.WriteAllText(_temp["tree/Some Folder/A file with a long name.txt"], "hello");

        Bq2Program.Run("image", "mkfs", "fat", _temp["esp.img"], "--from", _temp["tree"], option, value, "--uuid", "1234-ABCD").Accepts();

        Assert.Equal(0, RealTool.FsckFat.Run("-n", _temp["esp.img"]).ExitCode);
        string listing = RealTool.Mdir.Run("-/", "-b", "-i", _temp["esp.img"], "::").Accepts().Said;
        Assert.Contains("::/Some Folder/A file with a long name.txt", listing, StringComparison.Ordinal);
        Assert.Contains("1234-ABCD", RealTool.Mdir.Run("-i", _temp["esp.img"], "::").Accepts().Said, StringComparison.Ordinal);
        Assert.Equal("hello", Cat(_temp["esp.img"] + "/some folder/A FILE with a long name.txt"));
        if (option == "--size")
            Assert.Equal(64 << 20, new FileInfo(_temp["esp.img"]).Length);
    }

    [Needs("qemu-img fsck.fat")]
    [InlineData("zlib")]
    [InlineData("zstd")]
    public void AVolumeGoesIntoAPackedImageInOneGo(string compression)
    {
        Directory.CreateDirectory(_temp["tree"]);
        File.WriteAllText(_temp["tree/file"], new string('x', 100_000));

        Bq2Program.Run("image", "mkfs",
            "fat", "--from", _temp["tree"], "-O", "qcow2", "-c", "-o", $"compression_type={compression}", _temp["packed"]).Accepts();
        Bq2Program.Run("image", "mkfs", "fat", "--from", _temp["tree"], _temp["plain"]).Accepts();

        RealTool.QemuImg.Run("check", _temp["packed"]).Accepts();
        RealTool.QemuImg.Run("compare", "-F", "raw", _temp["packed"], _temp["plain"]).Accepts();
        Assert.Equal(0, RealTool.FsckFat.Run("-n", _temp["plain"]).ExitCode);
    }

    [Needs("qemu-img")]
    [InlineData("disk.qcow2")]
    public void ABootDiskCanBePacked(string name)
    {
        Build(_temp[name], "-c").Accepts();
        Build(_temp["plain.raw"]).Accepts();

        RealTool.QemuImg.Run("compare", "-F", "raw", _temp[name], _temp["plain.raw"]).Accepts();
        Assert.Equal(2, Build(_temp["packed.raw"], "-c").ExitCode);
    }

    [Theory]
    [InlineData("ntfs", "", "'ntfs' is not a supported file system: expected fat")]
    [InlineData("fat", "--size 12Q", "--size is '12Q': expected a number of bytes")]
    [InlineData("fat", "--uuid 1234", "--uuid is '1234': expected eight hexadecimal digits")]
    public void InvalidVolumeOptionsAreUsageErrors(string kind, string options, string expected)
    {
        var outcome = Bq2Program.Run(["image", "mkfs", kind, _temp["esp.img"],
            .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(expected, outcome.Complained, StringComparison.Ordinal);
    }

    [Fact]
    public void ASignalLeavesNoTemporaryFileAndTheOldOneStands()
    {
        Directory.CreateDirectory(_temp["tree"]);
        using (var large = File.OpenHandle(_temp["tree/large"], FileMode.CreateNew, FileAccess.Write))
            RandomAccess.SetLength(large, uint.MaxValue);   // holes, but long to read
        File.WriteAllText(_temp["esp.img"], "old");

        using var run = new Bq2Program().Start("image", "mkfs", "fat", _temp["esp.img"], "--from", _temp["tree"]);
        Assert.True(SpinWait.SpinUntil(() => Directory.GetFiles(_temp.Path, "*.part").Length > 0, TimeSpan.FromSeconds(30)));
        Signals.Send("TERM", run);

        Assert.True(run.WaitForExit(TimeSpan.FromSeconds(30)));
        Assert.Equal(143, run.ExitCode);
        Assert.Empty(Directory.GetFiles(_temp.Path, "*.part"));
        Assert.Equal("old", File.ReadAllText(_temp["esp.img"]));
    }

    /// <summary>Nobody lives to clean up after a kill; but what has the final name is whole.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(60)]
    public void AKillLeavesTheOldFileUnderItsName(int milliseconds)
    {
        Directory.CreateDirectory(_temp["tree"]);
        using (var large = File.OpenHandle(_temp["tree/large"], FileMode.CreateNew, FileAccess.Write))
            RandomAccess.Write(large, TestBytes.Make(50_000_000), 0);
        File.WriteAllText(_temp["esp.img"], "old");

        using var run = new Bq2Program().Start("image", "mkfs", "fat", _temp["esp.img"], "--from", _temp["tree"], "--size", "300M");
        Assert.True(SpinWait.SpinUntil(() => run.HasExited || Directory.GetFiles(_temp.Path, "*.part").Length > 0,
            TimeSpan.FromSeconds(30)));
        Thread.Sleep(milliseconds);
        run.Kill();
        run.WaitForExit();

        Assert.True(File.ReadAllBytes(_temp["esp.img"]) is [(byte)'o', (byte)'l', (byte)'d'] or { Length: 300 << 20 });
    }

    [Needs("unshare mount")]
    [InlineData("mkfs fat OUT --from TREE")]
    [InlineData("mkfs fat -O qcow2 OUT --from TREE")]
    [InlineData("convert -O raw TREE/large OUT")]
    [InlineData("convert -O qcow2 -c TREE/large OUT")]
    public void AFullDiskIsReportedAndTheOldFileIsKept(string line)
    {
        Directory.CreateDirectory(_temp["tree"]);
        Directory.CreateDirectory(_temp["small"]);
        File.WriteAllBytes(_temp["tree/large"], TestBytes.Make(5_000_000));
        string words = line.Replace("OUT",
            _temp["small/out"], StringComparison.Ordinal).Replace("TREE", _temp["tree"], StringComparison.Ordinal);
        string script = $"""
            mount -t tmpfs -o size=2m none {_temp["small"]} && echo old > {_temp["small/out"]} || exit 99
            {Bq2Program.File} image {words}
            echo "exit $?, $(ls -A {_temp["small"]}) is $(cat {_temp["small/out"]})"
            """;

        var outcome = WithOwnMounts(script).Accepts();

        Assert.Equal("exit 3, out is old\n", outcome.Said);
        Assert.Contains("try: free some space", outcome.Complained, StringComparison.Ordinal);
    }

    [Needs("unshare mount")]
    [InlineData("mkfs fat OUT")]
    [InlineData("create -f qcow2 OUT 1G")]
    public void AnOutputThatMayNotBeWrittenIsTheOutsidesFault(string line)
    {
        Directory.CreateDirectory(_temp["closed"]);
        string words = line.Replace("OUT", _temp["closed/out"], StringComparison.Ordinal);
        string script = $"mount -t tmpfs -o ro none {_temp["closed"]} && {Bq2Program.File} image {words}";

        var outcome = WithOwnMounts(script);

        Assert.Equal(3, outcome.ExitCode);
        Assert.Contains("mounted read-only", outcome.Complained, StringComparison.Ordinal);
    }

    /// <summary>What is in memory follows the number of cores, not the size of the disk.</summary>
    [Needs("qemu-img")]
    [InlineData("")]
    [InlineData("-c")]
    public void ALargeDiskNeedsLittleMemory(string options)
    {
        using (var sparse = File.OpenHandle(_temp["large.raw"], FileMode.CreateNew, FileAccess.Write))
        {
            RandomAccess.SetLength(sparse, 256L << 30);
            for (long offset = 0; offset < 256L << 30; offset += 1L << 30)
                RandomAccess.Write(sparse, "some data"u8, offset + 12345);
        }

        // The heap may grow to 96 MiB; what is more ends the program.
        var program = new Bq2Program { Environment = { ["DOTNET_GCHeapHardLimit"] = "0x6000000" } };
        program.Call([.. $"image convert -O qcow2 {options} {_temp["large.raw"]} {_temp["large.qcow2"]}".Split(' ',
            StringSplitOptions.RemoveEmptyEntries)]).Accepts();

        RealTool.QemuImg.Run("check", _temp["large.qcow2"]).Accepts();
        program.Call("image", "check", _temp["large.qcow2"]).Accepts();
    }

    public void Dispose() => _temp.Dispose();

    private string[] BuildWords(string disk) =>
    [
        "image", "build", "-o", disk, "--arch", "x86_64", "--kernel", _temp["vmlinuz"],
        "--initrd", _temp["initrd"], "--initrd", _temp["more"], "--cmdline", "quiet root=/dev/sda",
    ];

    private Outcome Build(string disk, params string[] options) => Bq2Program.Run([.. BuildWords(disk), .. options]);

    /// <summary>A shell that may mount, and whose mounts nobody else sees.</summary>
    private static Outcome WithOwnMounts(string script)
    {
        string[] asRoot = Environment.IsPrivilegedProcess ? [] : ["--user", "--map-root-user"];
        return new RealTool("unshare").Run([.. asRoot, "--mount", "sh", "-c", script]);
    }

    private static string Ls(string place) => Bq2Program.Run("image", "ls", place).Accepts().Said;

    private static string Cat(string place) => Bq2Program.Run("image", "cat", place).Accepts().Said;
}
