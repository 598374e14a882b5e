using System.Text;
using Bq2.Efi;
using Bq2.Efi.Binary;
using Bq2.Efi.Pe;
using Bq2.Image;

namespace Bq2.Tests.Image;

/// <summary>Boot disks that would not start are refused before anything is written.</summary>
public sealed class RefusedBootDiskTests
{
    [Fact]
    public void AKernelForAnotherMachineIsRefused()
    {
        using var temp = new TempFolder();
        File.WriteAllBytes(temp["kernel"], Program(Machine.Arm64, 1000));
        var other = FaultOf(Disk(Machine.X64) with { Kernel = Content.FromFile(temp["kernel"]) });
        Assert.Equal(("IMG009", temp["kernel"], 0x44), (other.Code, other.Path, other.Offset));
        Assert.Matches("^the kernel is for a.*64, the disk for x86.64$", other.Message);
    }

    [Fact]
    public void AKernelThatWouldNotStartIsRefused()
    {
        byte[] farAway = Program(Machine.X64, 1000);
        farAway[63] = 0xff;
        foreach (byte[] none in new byte[][] { [], [0x1f, 0x8b, 8, 0], "MZ"u8.ToArray(), farAway, new byte[70_000] })
            Assert.Equal("IMG008", FaultOf(Disk(Machine.X64) with { Kernel = Content.FromBytes(none) }).Code);

        byte[] driver = Program(Machine.X64, 1000);
        driver.AsSpan().WriteAt(88,
            new OptionalHeader64 { Magic = OptionalHeader64.MagicPe32Plus, Subsystem = Subsystem.EfiRuntimeDriver });
        Assert.Contains("subsystem",
            FaultOf(Disk(Machine.X64) with { Kernel = Content.FromBytes(driver) }).Message, StringComparison.Ordinal);

        var gzip = FaultOf(Disk(Machine.X64) with { Kernel = Content.FromBytes(new byte[] { 0x1f, 0x8b }) });
        Assert.Contains("gunzip", gzip.Hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("quiet\nlinux /evil")]
    [InlineData("a\0b")]
    public void NoLineIsSmuggledIntoTheEntry(string line)
    {
        Assert.Equal("IMG010", FaultOf(Disk(Machine.X64) with { CommandLine = line }).Code);
        Assert.Equal("IMG010", FaultOf(Disk(Machine.X64) with { Title = line }).Code);
    }

    [Fact]
    public void UnbootableEntriesAreReportedBeforeWriting()
    {
        var nothing = new BootDisk { Machine = Machine.X64 };
        var lost = nothing with { Entries = [new("lost", [new("linux", "/nowhere/linux")])] };
        var foreign = nothing with { Ukis = [("other.efi", Content.FromBytes(Program(Machine.Arm64, 1000)))] };

        Assert.Equal("IMG019", FaultOf(nothing).Code);
        Assert.Equal(
            ("IMG080", "the entry lost.conf would not start: it names /nowhere/linux, which is not on the disk"), (FaultOf(lost).Code,
                FaultOf(lost).Message));
        Assert.Equal("IMG009", FaultOf(foreign).Code);
    }

    [Theory]
    [InlineData("notes.txt", "title x", "IMG020")]
    [InlineData("a.conf", "title \u00e9", "IMG083")]
    public void InvalidEntryFilesAreRefused(string name, string text, string code)
    {
        using var temp = new TempFolder();
        File.WriteAllText(temp[name], text, Encoding.Latin1);

        Assert.Equal(code, Assert.Throws<FaultException>(() => BootMenuEntry.FromFile(temp[name])).Fault.Code);
    }

    private static Fault FaultOf(BootDisk disk) => Assert.Throws<FaultException>(disk.Plan).Fault;

    private static BootDisk Disk(Machine machine) => new()
    {
        Machine = machine,
        Kernel = Content.FromBytes(Program(machine, 100_000)),
        Loader = Content.FromBytes(Program(machine, 9_000)),
    };

    private static byte[] Program(Machine machine, int length) => EfiHeaders.Program(machine, length);
}
