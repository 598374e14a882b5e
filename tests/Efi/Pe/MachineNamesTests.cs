using System.Runtime.InteropServices;
using System.Text;
using Bq2.Efi.Boot;
using Bq2.Efi.Pe;
using Bq2.Sysroot;

namespace Bq2.Tests.Efi.Pe;

/// <summary>All names of machines are those of one table: code asks it, and this test compares everything else with it.</summary>
public sealed class MachineNamesTests
{
    public static TheoryData<Machine> All => [.. MachineNames.All];

    [Fact]
    public void EveryMachineIsInTheTable()
    {
        Assert.Equal(Enum.GetValues<Machine>().Order(), MachineNames.All.Order());
        Assert.Equal(MachineNames.All, QemuMachine.All.Select(qemu => qemu.Machine));
        Assert.Null(MachineNames.Parse("i386"));
        Assert.Equal("machine 0x01c0", ((Machine)0x1c0).Name());
    }

    [Theory]
    [MemberData(nameof(All))]
    public void EachNameIsUnderstood(Machine machine) =>
        Assert.All([machine.Name(), machine.DebianName(), machine.UefiName(), machine.DotnetName()],
            name => Assert.Equal(machine, MachineNames.Parse(name)));

    [Theory]
    [MemberData(nameof(All))]
    public void TheLoaderUsesTheSameWords(Machine machine)
    {
        Assert.Equal(machine.Name(), Encoding.UTF8.GetString(MachineWords.get_Name(machine)));
        Assert.Equal(machine.UefiName(), Encoding.UTF8.GetString(MachineWords.get_EntryWord(machine)));
        Assert.Contains($"\"\\\\shell{machine.UefiName()}.efi\"", In("firmware/Loader/Entries.cs"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void TheBuildUsesTheSameWords(Machine machine)
    {
        string name = machine.Name(), file = machine.BootFileName();
        Assert.Contains($"{file}\" Machine=\"{name}\"", In("firmware/firmware.csproj"), StringComparison.Ordinal);
        Assert.Contains($"'{name}'\">{file}<", In("Bq2.Efi.Sdk/Package/build/Bq2.Efi.Sdk.targets"), StringComparison.Ordinal);
        Assert.Contains($"LogicalName=\"{file}\"", In("Bq2.Image/Bq2.Image.csproj"), StringComparison.Ordinal);
        Assert.Contains($"{name}) debian={machine.DebianName()} ;;", In("eng/guest.sh"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void DotnetCallsItTheSame(Machine machine) =>
        Assert.Equal(machine.DotnetName(), Enum.Parse<Architecture>(machine.DotnetName(), ignoreCase: true).ToString().ToLowerInvariant());

    private static string In(string file) => File.ReadAllText(Path.Combine(Repository.Root, file));
}
