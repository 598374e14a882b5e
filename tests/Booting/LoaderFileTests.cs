using System.Security.Cryptography;
using System.Text;
using Bq2.Efi.Pe;
using Bq2.Image;
using Bq2.Sysroot;

namespace Bq2.Tests.Booting;

/// <summary>What is handed to the kernel: initrds, command line, device tree, random seed; from either volume.</summary>
public sealed class LoaderFileTests
{
    private const string Board = "linux,dummy-virt";
    private const string OtherBoard = "bq2,tested-board";   // as long

    [Needs("qemu-system-x86_64 qemu-system-aarch64")]
    [InlineData(Machine.X64)]
    [InlineData(Machine.Arm64)]
    public void TheKernelHasItAll(Machine machine)
    {
        using var temp = new TempFolder();
        const string Script = """
            say "line $(cat /proc/cmdline)"
            say "files $(cat /one) $(cat /two) $(cat /three)"
            say "board $(tr '\000' ' ' < /proc/device-tree/compatible)"
            dmesg | grep -q 'RNG=0x' && say "random seed"
            say "selected $(tail -c +5 "$vars/LoaderEntrySelected-$vendor" | tr -d '\000')"
            have LoaderSystemToken && poweroff -f
            put LoaderSystemToken 0123456789abcdef
            reboot -f
            """;
        var files = new BootFiles(machine);
        files.AddLoader(BootLoader.For(machine));
        byte[] seed = RandomNumberGenerator.GetBytes(32);
        byte[] two = Initramfs.Of("two", "zwei, and not a multiple of four");
        files.Add("loader/random-seed", seed);
        BootFiles.AddTo(files.Extended, "käse/linux", files.Kernel());
        BootFiles.AddTo(files.Extended, "käse/main", [.. Initramfs.With(machine, Script), 0]);   // one byte too many: it is padded
        BootFiles.AddTo(files.Extended, "one.cpio", Initramfs.Of("one", "eins"));
        BootFiles.AddTo(files.Extended, "two.cpio", [.. two, 0, 0]);
        BootFiles.AddTo(files.Extended, "three.cpio", Initramfs.Of("three", "drei"));
        BootFiles.AddTo(files.Extended, "board.dtb", machine == Machine.Arm64 ? Tree(temp) : []);
        BootFiles.AddTo(files.Extended, "loader/entries/other volume.conf", Encoding.UTF8.GetBytes($"""
            title Käse
            linux /käse/linux
            initrd /käse/main
            initrd one.cpio
            initrd /two.cpio
            initrd /three.cpio
            initrd-sha256 {Hash([.. Initramfs.With(machine, Script), 0])}
            initrd-sha256 {Hash(Initramfs.Of("one", "eins"))}
            initrd-sha256 {Hash([.. two, 0, 0])}
            initrd-sha256 {Hash(Initramfs.Of("three", "drei"))}
            linux-sha256 {Hash(files.Kernel())}
            {(machine == Machine.Arm64 ? "devicetree /board.dtb\noptions acpi=off" : "")}
            options {files.CommandLine}
            options quoted="two words" 'and' täst=日本 emoji=𝄞
            """));
        string disk = files.Write(temp);

        string said = VirtualMachine.Run(machine, disk);

        Assert.Contains("bq2: starting K?se: \\k?se\\linux", said, StringComparison.Ordinal);
        Assert.Contains(files.CommandLine + " quoted=\"two words\" 'and' täst=日本 emoji=𝄞",
            said.Split("guest: line")[1], StringComparison.Ordinal);
        Assert.Contains("guest: files eins zwei, and not a multiple of four drei", said, StringComparison.Ordinal);
        Assert.Contains("guest: selected other volume.conf", said, StringComparison.Ordinal);
        if (machine == Machine.Arm64)
            Assert.Contains($"guest: board {OtherBoard}", said, StringComparison.Ordinal);

        // Without a token the seed is not used, and so not changed; with one it is both.
        string[] boots = said.Split("guest: selected");
        Assert.DoesNotContain("guest: random seed", boots[0], StringComparison.Ordinal);
        Assert.Contains("guest: random seed", boots[1], StringComparison.Ordinal);
        byte[] after = BootFiles.ReadEsp(disk, "loader/random-seed");
        Assert.Equal(seed.Length, after.Length);
        Assert.NotEqual(seed, after);
    }

    /// <summary>None at all: the kernel says itself that it misses one.</summary>
    [Needs("qemu-system-aarch64")]
    [InlineData(Machine.Arm64)]
    public void WithoutInitrdTheKernelFindsNone(Machine machine)
    {
        using var temp = new TempFolder();
        var files = BootFiles.With(machine, "");
        files.Add("loader/entries/none.conf", $"linux /linux\noptions {files.CommandLine} panic=0\n");
        using var started = VirtualMachine.Start(machine, files.Write(temp));

        started.WaitFor("Unable to mount root fs");

        Assert.DoesNotContain("guest:", started.Said, StringComparison.Ordinal);
    }

    /// <summary>A volume nine tenths full of an initrd that is read once, right into the kernel's memory.</summary>
    [Needs("qemu-system-aarch64")]
    [InlineData(Machine.Arm64)]
    public void ALargeInitrdComesWhole(Machine machine)
    {
        const int Size = 300 << 20;
        using var temp = new TempFolder();
        var files = BootFiles.With(machine, "say \"large $(wc -c < /large) $(tail -c 7 /large)\"");
        files.Esp.AddFile("large", Content.FromFile(Large(temp, Size)));
        files.AddEntry("large.conf", more: "initrd /large");

        string said = VirtualMachine.Run(machine, files.Write(temp, espSize: 370 << 20), memory: 1536);

        Assert.Contains($"guest: large {Size} the end", said, StringComparison.Ordinal);
    }

    /// <summary>An archive of one file that is almost all hole.</summary>
    private static string Large(TempFolder temp, int size)
    {
        byte[] archive = Initramfs.Of("large", "the end");
        int content = archive.AsSpan().IndexOf("the end"u8);
        Encoding.ASCII.GetBytes(size.ToString("X8", null)).CopyTo(archive, 54);   // the file's size in its header
        using var file = File.Create(temp["large"]);
        file.Write(archive.AsSpan(0, content));
        file.Position = content + size - 7;
        file.Write("the end"u8);
        file.Write(archive.AsSpan(content + 8));
        return temp["large"];
    }

    /// <summary>QEMU's own device tree, with another name for the board.</summary>
    private static byte[] Tree(TempFolder temp)
    {
        // With firmware and a disk as in the boot: what is on the board depends on them.
        File.WriteAllBytes(temp["empty"], new byte[512]);
        var boot = Boot.Of(temp["empty"], QemuMachine.Arm64) with { Format = "raw" };
        RealTool.QemuArm64.Run([.. QemuCommand.Words(boot), "-machine", $"dumpdtb={temp["board.dtb"]}"]).Accepts();
        byte[] tree = File.ReadAllBytes(temp["board.dtb"]);
        for (int i; (i = tree.AsSpan().IndexOf(Encoding.ASCII.GetBytes(Board))) >= 0;)
            Encoding.ASCII.GetBytes(OtherBoard).CopyTo(tree, i);
        return tree;
    }

    private static string Hash(byte[] bytes) => Convert.ToHexString(SHA256.HashData(bytes));
}
