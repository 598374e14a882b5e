using System.Diagnostics;
using System.Runtime.Versioning;
using Bq2.Cli;
using Bq2.Efi.Pe;
using Bq2.Image;
using Bq2.Tests.Sysroot;

namespace Bq2.Tests.Cli;

/// <summary>bq2 image run, with a shell script in QEMU's place that says and does what a machine might.</summary>
[SupportedOSPlatform("linux")]
public sealed class RunCommandTests : IDisposable
{
    private const string CopyingTheDisk =
        """for word; do case "$word" in *id=disk*) cp "${word##*file=}" copy.raw ;; esac; done; echo done""";

    private readonly TempFolder _temp = new();

    public RunCommandTests()
    {
        File.WriteAllBytes(_temp["disk.img"], new byte[512]);
        File.WriteAllText(_temp["code"], "");
        File.WriteAllText(_temp["vars"], "");
        Directory.CreateDirectory(_temp["qemu/firmware"]);
        File.WriteAllText(_temp["qemu/firmware/00-made-up.json"], MadeUpFirmware.Descriptor(_temp["code"], _temp["vars"]));
    }

    [Fact]
    public void PassesOnEveryByteAndEndsAsTheMachineDoes()
    {
        QemuIs(@"printf '\377\033[2J\r\nbye'");
        using var run = Program.Start(Words("--raw"));
        var said = new MemoryStream();
        run.StandardOutput.BaseStream.CopyTo(said);
        run.WaitForExit();

        Assert.Equal(0, run.ExitCode);
        Assert.Equal([0xff, .. "\x1b[2J\r\nbye"u8], said.ToArray());
    }

    /// <summary>Firmware clears the screen, moves the cursor and sets colours; titles and lone control characters go as well.</summary>
    [Theory]
    [InlineData(@"\033[2J\033[01;01H\033[=3hBdsDxe: loading\r\n", "BdsDxe: loading\r\n")]
    [InlineData(@"one\033[02;05Htwo\033[3;1H\033[0mthree\n", "one\r\ntwo\r\nthree\n")]
    [InlineData(@"a\033]0;title\007b\033]0;title\033\\c\033Pdcs\033\\d\n", "abcd\n")]
    [InlineData(@"\033(Ba\033=b\001\000\177\007c\tx\b\n", "abc\tx\b\n")]
    [InlineData(@"\303\244 \342\224\202\n", "ä │\n")]
    public void OnlyPlainTextOfTheMachinesOutputIsShown(string said, string shown)
    {
        QemuIs($"printf '{said}'");

        Assert.Equal(shown, Program.Call(Words()).Accepts().Said);
    }

    [Fact]
    public void ASequenceMayComeInPieces()
    {
        var shown = new MemoryStream();
        var text = new PlainText(shown);
        foreach (byte each in "a\u001b[01;02Hb\u001b]0;title\u001b\\c"u8)
            text.Write([each]);

        Assert.Equal("a\r\nbc"u8, shown.ToArray());
    }

    [Fact]
    public void SucceedsWhenTheExpectedTextAppears()
    {
        QemuIs("printf 'bq2-gu'; sleep 0.1; echo 'est: done'");

        Assert.Equal("bq2-guest: done\n", Program.Call(Words("--expect", "bq2-guest: done")).Accepts().Said);
    }

    [Fact]
    public void EndsAMachineThatStaysOnAfterTheWords()
    {
        QemuIs("echo done; exec sleep 100");
        var clock = Stopwatch.StartNew();
        Program.Call(Words("--expect", "done")).Accepts();

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(30));
    }

    /// <summary>A processor that can be lent to guests in name only: such a guest hangs, and is started again without it.</summary>
    [Fact]
    public void AMachineThatIsSilentOnThisProcessorIsStartedOnAnEmulatedOne()
    {
        QemuIs("""case "$*" in *kvm*) exec sleep 100 ;; *tcg*) echo done ;; esac""");

        Assert.Equal("done\n", Program.Call(Words("--expect", "done")).Accepts().Said);
    }

    [Fact]
    public void ALoneProgramIsPutWhereFirmwareLooksForIt()
    {
        string program = Repository.Loader(Machine.X64);
        QemuIs(CopyingTheDisk);
        Program.Call("image", "run", program, "--expect", "done").Accepts();

        using var esp = ImagePath.Parse(_temp["copy.raw"], File.Exists).Open();
        Assert.Equal(File.ReadAllBytes(program), esp.Read("EFI/BOOT/BOOTX64.EFI"));
        Assert.Equal("reset -s\r\n"u8, esp.Read("startup.nsh"));
    }

    [Fact]
    public void AFolderIsPutOnADiskAsItIs()
    {
        Directory.CreateDirectory(_temp["esp/EFI/BOOT"]);
        Assert.Contains("RUN004", Program.Call("image", "run", _temp["esp"]).Complained, StringComparison.Ordinal);

        File.Copy(Repository.Loader(Machine.X64), _temp["esp/EFI/BOOT/BOOTX64.EFI"]);
        File.WriteAllText(_temp["esp/notes"], "read me");
        QemuIs(CopyingTheDisk);
        Program.Call("image", "run", _temp["esp"], "--expect", "done").Accepts();

        using var esp = ImagePath.Parse(_temp["copy.raw"], File.Exists).Open();
        Assert.Equal("read me"u8, esp.Read("notes"));
    }

    [Fact]
    public void QuietSaysNothing()
    {
        QemuIs("echo done");

        Assert.Empty(Program.Call(Words("--expect", "done", "--quiet")).Accepts().Said);
    }

    [Theory]
    [InlineData("echo booting; echo '  panic  '", "; its last line: panic\n")]
    [InlineData("echo 'no such device' >&2; echo booting", "; QEMU complained: no such device; its last line: booting\n")]
    [InlineData("exit 0", "; there was no output at all\n  try: was the disk made for x86_64")]
    public void PoweringOffWithoutTheWordsIsAFault(string script, string expected)
    {
        QemuIs(script);
        var outcome = Program.Call(Words("--expect", "done"));

        Assert.Equal(1, outcome.ExitCode);
        Assert.StartsWith($"{_temp["disk.img"]}: RUN001: the machine powered off without \"done\"{expected}", outcome.Complained);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("--expect=done", " without \"done\"")]
    public void SoIsTimeRunningOut(string option, string expected)
    {
        QemuIs("echo waiting; exec sleep 100");
        var outcome = Program.Call([.. Words("--timeout", "1"), .. option.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        Assert.Equal(1, outcome.ExitCode);
        Assert.Equal($"{_temp["disk.img"]}: RUN002: 1 s passed{expected}; its last line: waiting\n", outcome.Complained);
    }

    [Fact]
    public void AFailingQemuIsNotTheDisksFault()
    {
        QemuIs("echo 'no such board' >&2; exit 1");
        var outcome = Program.Call(Words("--expect", "done"));

        Assert.Equal(3, outcome.ExitCode);
        Assert.Equal("bq2: qemu-system-x86_64 ended with 1: no such board\n", outcome.Complained);
    }

    [Fact]
    public void AMissingQemuIsNamedWithItsPackage()
    {
        var outcome = new Bq2Program { Environment = { ["PATH"] = _temp.Path, ["XDG_CONFIG_HOME"] = _temp.Path } }.Call(Words());

        Assert.Equal(3, outcome.ExitCode);
        Assert.StartsWith("bq2: qemu-system-x86_64 cannot be started: ", outcome.Complained);
        Assert.EndsWith("\n  try: install QEMU: on Debian, the package qemu-system-x86\n", outcome.Complained);
    }

    [Fact]
    public void AMissingDiskIsNamed()
    {
        var outcome = Program.Call("image", "run", _temp["none.img"], "--arch", "x86_64");

        Assert.Equal(1, outcome.ExitCode);
        Assert.StartsWith($"bq2: Could not find file '{_temp["none.img"]}'\n  try: ", outcome.Complained);
    }

    [Fact]
    public void ADiskWithoutATableIsNamedWhenItMustTellItsMachine()
    {
        var outcome = Program.Call("image", "run", _temp["disk.img"]);

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("IMG062: the disk holds no partition table and no known filesystem", outcome.Complained);
    }

    [Fact]
    public void ADiskForTwoMachinesMustBeToldApart()
    {
        var both = new Tree();
        both.AddFile("EFI/BOOT/BOOTX64.EFI", BootLoader.For(Machine.X64));
        both.AddFile("EFI/BOOT/BOOTAA64.EFI", BootLoader.For(Machine.Arm64));
        RawImage.Write(_temp["both.img"], GptDisk.Plan([new(PartitionType.Esp, FatVolume.Plan(both))]));

        var outcome = Program.Call("image", "run", _temp["both.img"]);

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("does not show which machine it is for: add --arch", outcome.Complained);
    }

    [Theory]
    [InlineData("--arch arm", "--arch is 'arm': expected x86_64 or aarch64")]
    [InlineData("--arch x86_64 --memory 15", "--memory is '15': expected a whole number, 16 to 1048576")]
    [InlineData("--arch x86_64 --timeout", "required argument missing for option: '--timeout'")]
    [InlineData("--arch", "required argument missing for option: '--arch'")]
    [InlineData("--arch x86_64 --timeout soon", "--timeout is 'soon': expected a whole number, 1 to 1048576")]
    public void AWrongLineEndsWithTwo(string options, string expected)
    {
        string[] words = options.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var outcome = Program.Call(["image", "run", _temp["disk.img"], .. words]);

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(expected + "\n  usage: bq2 image run <DISK> [options]\n", outcome.Complained);
        Assert.EndsWith("\n  try: bq2 image run --help\n", outcome.Complained);
    }

    [Theory]
    [InlineData(new byte[0], "raw")]
    [InlineData(new byte[] { 0x51, 0x46, 0x49, 0xfa }, "raw")]
    [InlineData(null, "qcow2")]
    public void ADryRunShowsTheCommandAndRunsNothing(byte[]? start, string format)
    {
        QemuIs("touch ran");
        if (start is null)
            Qcow2Image.Write(_temp["my disk.img"], new(1 << 20));
        else
            File.WriteAllBytes(_temp["my disk.img"], start);
        var outcome = Program.Call("image", "run", _temp["my disk.img"], "--arch", "x86_64", "--dry-run").Accepts();

        Assert.StartsWith("qemu-system-x86_64 -nodefaults ", outcome.Said);
        Assert.Contains($"'if=none,id=disk,format={format},snapshot=on,file={_temp["my disk.img"]}'", outcome.Said);
        Assert.Equal(1, outcome.Said.Count(letter => letter == '\n'));
        Assert.False(File.Exists(_temp["ran"]));
    }

    /// <summary>QEMU opens what an image names; so it is asked for here, as everywhere.</summary>
    [Fact]
    public void AnOverlayIsStartedWhenThatIsAllowedOnly()
    {
        QemuIs("touch ran");
        Qcow2Overlay.Write(_temp["over"], 4 << 20, _temp["disk.img"], DiskFormat.Raw);
        var refused = Program.Call("image", "run", _temp["over"], "--arch", "x86_64", "--dry-run");

        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("--allow-backing", refused.Complained);
        Assert.Contains("format=qcow2",
            Program.Call("image", "run", _temp["over"], "--arch", "x86_64", "--dry-run", "--allow-backing").Accepts().Said);
        Assert.Contains("format=raw",
            Program.Call("image", "run", _temp["over"], "--arch", "x86_64", "--dry-run", "-f", "raw").Accepts().Said);
    }

    [Theory]
    [InlineData("TERM", 143)]
    [InlineData("INT", 130)]
    public void ASignalLeavesNoMachineAndNoFile(string signal, int exitCode)
    {
        // The script tells who and where it is; it comes to its first word only when both are written.
        QemuIs("echo $$ > pid; echo $TMPDIR > scratch; touch $TMPDIR/file; echo up; exec sleep 100");
        using var run = Program.Start(Words());
        Assert.Equal("up", run.StandardOutput.ReadLine());

        Signals.Send(signal, run);

        Assert.True(run.WaitForExit(TimeSpan.FromSeconds(30)));
        Assert.Equal(exitCode, run.ExitCode);
        Assert.Empty(run.StandardError.ReadToEnd());
        Assert.False(Directory.Exists("/proc/" + File.ReadAllText(_temp["pid"]).Trim()));
        Assert.False(Directory.Exists(File.ReadAllText(_temp["scratch"]).Trim()));
    }

    public void Dispose() => _temp.Dispose();

    private Bq2Program Program => new() { FirstOnPath = _temp.Path, Environment = { ["XDG_CONFIG_HOME"] = _temp.Path } };

    private string[] Words(params string[] more) => ["image", "run", _temp["disk.img"], "--arch", "x86_64", .. more];

    private void QemuIs(string script)
    {
        File.WriteAllText(_temp["qemu-system-x86_64"], $"#!/bin/sh\ncd {_temp.Path}\n{script}\n");
        File.SetUnixFileMode(_temp["qemu-system-x86_64"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }
}
