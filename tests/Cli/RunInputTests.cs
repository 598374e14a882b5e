using System.Runtime.Versioning;
using Bq2.Efi.Pe;
using Bq2.Image;

namespace Bq2.Tests.Cli;

/// <summary>What image run can start: disks, programs, folders; and what it says of those it cannot.</summary>
[SupportedOSPlatform("linux")]
public sealed class RunInputTests : IDisposable
{
    private const string CopyingTheDisk =
        """for word; do case "$word" in *id=disk*) cp "${word##*file=}" copy.raw ;; esac; done; echo done""";

    private readonly FakeQemu _qemu = new();

    [Fact]
    public void ALoneProgramIsPutWhereFirmwareLooksForIt()
    {
        string program = Repository.Loader(Machine.X64);
        _qemu.Is(CopyingTheDisk);
        _qemu.Program.Call("image", "run", program, "--expect", "done").Accepts();

        using var esp = ImagePath.Parse(_qemu.Temp["copy.raw"], File.Exists).Open();
        Assert.Equal(File.ReadAllBytes(program), esp.Read("EFI/BOOT/BOOTX64.EFI"));
        Assert.Equal("reset -s\r\n"u8, esp.Read("startup.nsh"));
    }

    [Fact]
    public void AFolderIsPutOnADiskAsItIs()
    {
        Directory.CreateDirectory(_qemu.Temp["esp/EFI/BOOT"]);
        Assert.Contains("RUN004", _qemu.Program.Call("image", "run", _qemu.Temp["esp"]).Complained, StringComparison.Ordinal);

        File.Copy(Repository.Loader(Machine.X64), _qemu.Temp["esp/EFI/BOOT/BOOTX64.EFI"]);
        File.WriteAllText(_qemu.Temp["esp/notes"], "read me");
        _qemu.Is(CopyingTheDisk);
        _qemu.Program.Call("image", "run", _qemu.Temp["esp"], "--expect", "done").Accepts();

        using var esp = ImagePath.Parse(_qemu.Temp["copy.raw"], File.Exists).Open();
        Assert.Equal("read me"u8, esp.Read("notes"));
    }

    [Fact]
    public void AMissingDiskIsNamed()
    {
        var outcome = _qemu.Program.Call("image", "run", _qemu.Temp["none.img"], "--arch", "x86_64");

        Assert.Equal(1, outcome.ExitCode);
        Assert.StartsWith($"bq2: Could not find file '{_qemu.Temp["none.img"]}'\n  try: ", outcome.Complained);
    }

    [Fact]
    public void ADiskThatDoesNotShowItsMachineIsNamed()
    {
        var outcome = _qemu.Program.Call("image", "run", _qemu.Temp["disk.img"]);

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("IMG062: the disk holds no partition table and no known filesystem", outcome.Complained);
    }

    [Fact]
    public void ADiskForTwoMachinesNeedsAnArchitecture()
    {
        var both = new Tree();
        both.AddFile("EFI/BOOT/BOOTX64.EFI", BootLoader.For(Machine.X64));
        both.AddFile("EFI/BOOT/BOOTAA64.EFI", BootLoader.For(Machine.Arm64));
        RawImage.Write(_qemu.Temp["both.img"], GptDisk.Plan([new(PartitionType.Esp, FatVolume.Plan(both))]));

        var outcome = _qemu.Program.Call("image", "run", _qemu.Temp["both.img"]);

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("does not show which machine it is for: add --arch", outcome.Complained);
    }

    [Theory]
    [InlineData("--arch arm", "--arch is 'arm': expected x86_64 or aarch64")]
    [InlineData("--arch x86_64 --memory 15", "--memory is '15': expected a whole number, 16 to 1048576")]
    [InlineData("--arch x86_64 --timeout", "required argument missing for option: '--timeout'")]
    [InlineData("--arch", "required argument missing for option: '--arch'")]
    [InlineData("--arch x86_64 --timeout soon", "--timeout is 'soon': expected a whole number, 1 to 1048576")]
    public void AWrongCommandLineEndsWithTwo(string options, string expected)
    {
        string[] words = options.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var outcome = _qemu.Program.Call(["image", "run", _qemu.Temp["disk.img"], .. words]);

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
        _qemu.Is("touch ran");
        if (start is null)
            Qcow2Image.Write(_qemu.Temp["my disk.img"], new(1 << 20));
        else
            File.WriteAllBytes(_qemu.Temp["my disk.img"], start);
        var outcome = _qemu.Program.Call("image", "run", _qemu.Temp["my disk.img"], "--arch", "x86_64", "--dry-run").Accepts();

        Assert.StartsWith("qemu-system-x86_64 -nodefaults ", outcome.Said);
        Assert.Contains($"'if=none,id=disk,format={format},snapshot=on,file={_qemu.Temp["my disk.img"]}'", outcome.Said);
        Assert.Equal(1, outcome.Said.Count(letter => letter == '\n'));
        Assert.False(File.Exists(_qemu.Temp["ran"]));
    }

    /// <summary>QEMU opens what an image names; so it is asked for here, as everywhere.</summary>
    [Fact]
    public void AnOverlayIsStartedOnlyIfAllowed()
    {
        _qemu.Is("touch ran");
        Qcow2Overlay.Write(_qemu.Temp["over"], 4 << 20, _qemu.Temp["disk.img"], DiskFormat.Raw);
        var refused = _qemu.Program.Call("image", "run", _qemu.Temp["over"], "--arch", "x86_64", "--dry-run");

        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("--allow-backing", refused.Complained);
        Assert.Contains("format=qcow2",
            _qemu.Program.Call("image", "run", _qemu.Temp["over"], "--arch", "x86_64", "--dry-run", "--allow-backing").Accepts().Said);
        Assert.Contains("format=raw",
            _qemu.Program.Call("image", "run", _qemu.Temp["over"], "--arch", "x86_64", "--dry-run", "-f", "raw").Accepts().Said);
    }

    public void Dispose() => _qemu.Dispose();
}
