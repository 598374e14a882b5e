using Bq2.Efi.Pe;
using Bq2.Tests.Booting;
using Bq2.Tests.Cli.Inputs;
using LibObjectFile.Elf;

namespace Bq2.Tests.Cli;

/// <summary>The native program does what the ordinary one does, which .NET compiles as it runs: to the byte.</summary>
public sealed class NativeProgramTests
{
    private static readonly string[] s_lines =
    [
        "bq2", "bq2 --version", "bq2 --help", "bq2 image", "bq2 image --help", "bq2 efi --help", "bq2 help image convert", "bq2 nothing",
        "bq2 image nothing", "bq2 image convert", "bq2 image convert --nothing mixed out", "bq2 completion bash", "bq2 completion zsh",
        "bq2 completion fish", "bq2 completion powershell", "bq2 --install links && ls links",
        "cp text in-the-way && bq2 --install in-the-way",

        "bq2 image create empty.img 1M", "bq2 image create -f qcow2 -o cluster_size=4k,lazy_refcounts=on small.qcow2 300M",
        "bq2 image create -f qcow2 -b disk -F raw over.qcow2", "bq2 image create -f qcow2 bad.qcow2 1Q",
        "bq2 image create -f raw plain.img 5M",
        "bq2 image convert -f raw -O qcow2 mixed mixed.qcow2", "bq2 image convert -f raw -O qcow2 -c mixed packed.qcow2",
        "bq2 image convert -f raw -O qcow2 -c -o compression_type=zstd mixed zstd.qcow2", "bq2 image convert packed.qcow2 packed.raw",
        "bq2 image convert zstd.qcow2 zstd.raw && cmp zstd.raw mixed", "bq2 image convert -p -m 3 mixed.qcow2 mixed.raw",
        "bq2 image convert -O qcow2 mixed.qcow2 - | sha256sum", "bq2 image convert broken out", "bq2 image convert nowhere out",
        "bq2 image convert -O vmdk mixed out", "bq2 image convert -f raw -O qcow2 -o cluster_size=3k mixed out",
        "bq2 image convert -f raw -O qcow2 tree out", "bq2 image convert - out < packed.qcow2",

        "bq2 image measure -O qcow2 mixed.qcow2", "bq2 image measure --size 10G -O qcow2 --output json", "bq2 image info mixed.qcow2",
        "bq2 image info --output json packed.qcow2", "bq2 image info --backing-chain --allow-backing over.qcow2", "bq2 image info broken",
        "bq2 image info nowhere --output json", "bq2 image check mixed.qcow2", "bq2 image check --output json packed.qcow2",
        "bq2 image check broken", "bq2 image check -r leaks zstd.qcow2", "bq2 image map mixed.qcow2",
        "bq2 image map --output json packed.qcow2",
        "bq2 image compare mixed mixed.qcow2", "bq2 image compare --output json mixed disk", "bq2 image compare -s disk qcow2",
        "bq2 image resize small.qcow2 +1M", "bq2 image resize small.qcow2 1M", "bq2 image resize --shrink small.qcow2 1M",
        "bq2 image snapshot -c first mixed.qcow2", "bq2 image snapshot -l mixed.qcow2", "bq2 image snapshot -a second mixed.qcow2",
        "bq2 image snapshot -d first mixed.qcow2", "bq2 image commit --allow-backing over.qcow2", "bq2 image rebase -u -b '' over.qcow2",

        "bq2 image mkfs fat32 fat.img --from tree --label BQ2", "bq2 image mkfs fat16 fat.qcow2 --size 20M --from tree -O qcow2 -c",
        "bq2 image mkfs fat12 tiny.img --size 100M", "bq2 image ls fat.img", "bq2 image ls fat.img --output json",
        "bq2 image tree fat.qcow2",
        "bq2 image cat fat.img/short.txt | sha256sum", "bq2 image cat fat.img/nothing", "bq2 image cp text fat.img/new.txt",
        "bq2 image cp -r fat.img/ copied", "bq2 image mkdir fat.img/made", "bq2 image mv fat.img/new.txt fat.img/made",
        "bq2 image rm fat.img/made/new.txt", "bq2 image build -o boot.qcow2 --arch x86_64 --kernel program --initrd text --cmdline quiet",
        "bq2 image build -o boot.img --arch x86_64 --kernel text", "bq2 image tree boot.qcow2:esp", "bq2 image run --dry-run nowhere",

        "bq2 efi build hello.cs -o hello.efi --arch x86_64 --map hello.map", "bq2 efi build hello.cs -o arm.efi --arch aarch64 --no-names",
        "echo 'int x = y;' > bad.cs; bq2 efi build bad.cs -o bad.efi --arch x86_64",
        "bq2 efi link object -o linked.efi --map linked.json --sbat sbat",
        "bq2 efi link object --no-collect --no-fold --entry Nothing -o linked.efi", "bq2 efi link text -o linked.efi",
        "bq2 efi dump hello.efi", "bq2 efi dump -d --json linked.efi | sha256sum", "bq2 efi dump --map map.json --address 0x1000 program",
        "bq2 efi verify hello.efi --policy shim", "bq2 efi verify --json --strict program", "bq2 efi verify text",
    ];

    [Fact]
    public async Task TheyAnswerEveryLineAlike()
    {
        Assert.True(s_lines.Length >= 80, $"{s_lines.Length} lines");
        Assert.True(Bq2Program.IsNative, "bin/bq2 is not native: eng/build.sh needs a C linker");
        using var inputs = new InputFiles();
        (string, byte[])[] files =
        [
            ("disk", inputs.Disk), ("qcow2", inputs.Qcow2), ("program", inputs.Program), ("object", inputs.Object),
            ("map.json", inputs.Map), ("sbat", inputs.Sbat), ("text", inputs.Text), ("hello.cs", inputs.Source),
            ("broken", inputs.Qcow2[..^4096]),
        ];
        using var native = new CommandLines();
        using var ordinary = new CommandLines { Program = Bq2Program.Ordinary };

        var natively = Task.Run(() => native.Run(files, s_lines), TestContext.Current.CancellationToken);
        var expected = ordinary.Run(files, s_lines);
        Assert.Equal(expected, await natively);

        // Most lines are meant to work; where they do not, the rest shows little.
        string[] refused =
        [
            .. expected.Where(answer => !answer.Contains("\nends with 0\n", StringComparison.Ordinal))
            .Select(answer => answer.Split('\n')[0]),
        ];
        Assert.True(refused.Length <= 26, string.Join('\n', refused));
    }

    /// <summary>The program needs nothing of a system but its C library.</summary>
    [Theory]
    [InlineData("linux-x64", "ld-linux-x86-64.so.2")]
    [InlineData("linux-arm64", "ld-linux-aarch64.so.1")]
    public void ItNeedsTheCLibraryAndNothingElse(string target, string loader)
    {
        using var file = File.OpenRead(Bq2Program.NativeFor(target));
        var dynamic = ElfFile.Read(file).Sections.OfType<ElfDynamicLinkingTable>().Single();

        Assert.Equal(
            ((string[])["libc.so.6", "libm.so.6", loader]).Order(StringComparer.Ordinal),
            dynamic.GetNeededLibraries().Order(StringComparer.Ordinal));
    }

    /// <summary>The static program runs as the first process of a Linux that has nothing else, and makes a disk there.</summary>
    [Needs("qemu-system-x86_64")]
    [InlineData("-- image build -o /disk.qcow2 --arch x86_64 --kernel /linux", "/disk.qcow2: ")]
    [InlineData("-- --version", "0.2.0")]
    public void ItIsEnoughOfASystemByItself(string words, string answer)
    {
        using var temp = new TempFolder();
        byte[] kernel = File.ReadAllBytes(Repository.Loader(Machine.X64));
        byte[] program = File.ReadAllBytes(Bq2Program.NativeFor("linux-x64-static"));
        File.WriteAllBytes(temp["initrd"], Initramfs.Of(("bq2", program), ("linux", kernel)));

        var outcome = new RealTool("qemu-system-x86_64").Run(
            "-nographic", "-no-reboot", "-nic", "none", "-m", "512",
            "-kernel", new GuestFiles(Machine.X64).Kernel, "-initrd", temp["initrd"],
            "-append", $"console=ttyS0 quiet panic=-1 rdinit=/bq2 {words}");

        Assert.Contains(answer, outcome.Said, StringComparison.Ordinal);
        Assert.Contains("exitcode=0x00000000", outcome.Said, StringComparison.Ordinal);
    }

    /// <summary>The one for aarch64 runs where there is no more than the C library it was linked with.</summary>
    [Needs("qemu-system-aarch64")]
    [InlineData("-- image build -o /disk.qcow2 --arch aarch64 --kernel /linux", "/disk.qcow2: ")]
    public void TheOneForAarch64RunsInAGuest(string words, string answer)
    {
        const string Libraries = "/usr/aarch64-linux-gnu/lib";
        using var temp = new TempFolder();
        File.WriteAllBytes(temp["initrd"], Initramfs.Of(
        [
            ("bq2", File.ReadAllBytes(Bq2Program.NativeFor("linux-arm64"))), ("linux", File.ReadAllBytes(Repository.Loader(Machine.Arm64))),
            .. ((string[])["ld-linux-aarch64.so.1", "libc.so.6", "libm.so.6"])
                .Select(name => ("lib/" + name, File.ReadAllBytes(Path.Combine(Libraries, name)))),
        ]));

        var outcome = RealTool.QemuArm64.Run(
            "-M", "virt", "-cpu", "cortex-a72", "-nographic", "-no-reboot", "-nic", "none", "-m", "512",
            "-kernel", new GuestFiles(Machine.Arm64).Kernel, "-initrd", temp["initrd"],
            "-append", $"console=ttyAMA0 quiet panic=-1 rdinit=/bq2 {words}");

        Assert.Contains(answer, outcome.Said, StringComparison.Ordinal);
        Assert.Contains("exitcode=0x00000000", outcome.Said, StringComparison.Ordinal);
    }
}
