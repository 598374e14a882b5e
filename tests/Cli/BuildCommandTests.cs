using System.Text.Json;
using Bq2.Efi.Pe;

namespace Bq2.Tests.Cli;

/// <summary>bq2 image build, as people and scripts call it.</summary>
public sealed class BuildCommandTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public BuildCommandTests() => BootDiskInputs.Write(_temp);

    [Needs("qemu-img fsck.fat sgdisk")]
    [InlineData("disk.qcow2", "qcow2")]
    [InlineData("disk.img", "raw")]
    [InlineData("disk.raw", "raw")]
    [InlineData("disk", "qcow2")]
    public void ADiskIsBuiltInTheFormatOfItsName(string name, string format)
    {
        BootDiskInputs.Build(_temp, _temp[name]).Accepts();

        using var told = JsonDocument.Parse(RealTool.QemuImg.Run("info", "--output=json", "-f", format, _temp[name]).Accepts().Said);
        Assert.Equal(format, told.RootElement.GetProperty("format").GetString());
        RealTool.QemuImg.Run("convert", "-O", "raw", _temp[name], _temp["raw"]).Accepts();
        Assert.Contains("No problems found", RealTool.Sgdisk.Run("-v", _temp["raw"]).Accepts().Said, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatWasPutInIsListedAndComesOut()
    {
        BootDiskInputs.Build(_temp, _temp["disk.qcow2"], "--title", "My Linux").Accepts();

        Assert.Equal("EFI/\ninitrd0\ninitrd1\nlinux\nloader/\n", Ls(_temp["disk.qcow2"]));
        Assert.Equal("BOOTX64.EFI\n", Ls(_temp["disk.qcow2"] + ":1/EFI/BOOT"));
        Assert.Equal("linux\n", Ls(_temp["disk.qcow2"] + "/linux"));
        Assert.Equal("second", Cat(_temp["disk.qcow2"] + "/initrd1"));
        Assert.Equal(
            "title My Linux\nlinux /linux\ninitrd /initrd0\ninitrd /initrd1\noptions quiet root=/dev/sda\n",
            Cat(_temp["disk.qcow2"] + ":1/loader/entries/linux.conf"));
    }

    [Fact]
    public void TheSameInputsGiveTheSameDisk()
    {
        BootDiskInputs.Build(_temp, _temp["a.qcow2"]).Accepts();
        Directory.CreateDirectory(_temp["elsewhere"]);
        BootDiskInputs.Build(_temp, _temp["elsewhere/b.qcow2"]).Accepts();

        Assert.Equal(File.ReadAllBytes(_temp["a.qcow2"]), File.ReadAllBytes(_temp["elsewhere/b.qcow2"]));
    }

    [Fact]
    public void TheSourceDateIsTheTimeOfAllFiles()
    {
        var program = new Bq2Program { Environment = { ["SOURCE_DATE_EPOCH"] = "1700000000" } };
        program.Call(BootDiskInputs.Words(_temp, _temp["disk.img"])).Accepts();

        string[] lines = Bq2Program.Run("image", "ls", "-l", _temp["disk.img"]).Accepts().Said.TrimEnd('\n').Split('\n');

        Assert.All(lines, line => Assert.Contains("  2023-11-14 22:13  ", line, StringComparison.Ordinal));
    }

    [Fact]
    public void AKernelForAnotherMachineIsRefusedAndTheOldDiskStands()
    {
        File.WriteAllText(_temp["disk.qcow2"], "old");
        File.Copy(Repository.Loader(Machine.Arm64), _temp["vmlinuz"], overwrite: true);

        var outcome = BootDiskInputs.Build(_temp, _temp["disk.qcow2"]);

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("vmlinuz+0x44: IMG009: the kernel is for aarch64, the disk for x86_64",
            outcome.Complained, StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(_temp["disk.qcow2"]));
    }

    [Theory]
    [InlineData("--kernel", 1)]
    [InlineData("--initrd", 1)]
    public void AMissingInputIsReportedAndNothingIsMade(string option, int exitCode)
    {
        var outcome = Bq2Program.Run([.. BootDiskInputs.Words(_temp, _temp["disk.qcow2"]), option, _temp["none"]]);

        Assert.Equal(option == "--kernel" ? 2 : exitCode, outcome.ExitCode);   // a second kernel is a wrong line already
        Assert.False(File.Exists(_temp["disk.qcow2"]));
    }

    [Needs("qemu-img")]
    [InlineData("disk.qcow2")]
    public void ABootDiskCanBePacked(string name)
    {
        BootDiskInputs.Build(_temp, _temp[name], "-c").Accepts();
        BootDiskInputs.Build(_temp, _temp["plain.raw"]).Accepts();

        RealTool.QemuImg.Run("compare", "-F", "raw", _temp[name], _temp["plain.raw"]).Accepts();
        Assert.Equal(2, BootDiskInputs.Build(_temp, _temp["packed.raw"], "-c").ExitCode);
    }

    public void Dispose() => _temp.Dispose();

    private static string Ls(string place) => Bq2Program.Run("image", "ls", place).Accepts().Said;

    private static string Cat(string place) => Bq2Program.Run("image", "cat", place).Accepts().Said;
}
