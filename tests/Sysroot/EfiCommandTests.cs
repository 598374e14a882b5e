using System.Text.Json;
using Bq2.Efi.Pe;
using Bq2.Tests.Efi;

namespace Bq2.Tests.Sysroot;

public sealed class EfiCommandTests
{
    [Fact]
    public void AnObjectIsLinkedShownAndVerified()
    {
        using var temp = new TempFolder();
        string program = Link(temp, Machine.Arm64);

        Assert.Contains("aarch64, UEFI application", Bq2Program.Run("efi", "dump", program).Accepts().Said, StringComparison.Ordinal);
        Assert.Contains("firmware should start it", Bq2Program.Run("efi", "verify", program).Accepts().Said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dump", "--json")]
    [InlineData("dump", "--output=json")]
    [InlineData("verify", "--json")]
    [InlineData("verify", "--output=json")]
    public void ProgramsReadJson(string verb, string option)
    {
        using var temp = new TempFolder();
        string program = Link(temp, Machine.X64);

        using var answer = JsonDocument.Parse(Bq2Program.Run("efi", verb, program, option).Accepts().Said);

        Assert.Equal(program, answer.RootElement.GetProperty("file").GetString());
    }

    [Fact]
    public void AnAddressIsTurnedBackIntoAMethod()
    {
        using var temp = new TempFolder();
        File.WriteAllBytes(temp["a.obj"], SampleObject.Make(Machine.X64));
        Bq2Program.Run("efi", "link", temp["a.obj"], "-o", temp["a.efi"], "--map", temp["a.map"]).Accepts();

        Assert.Equal("EfiMain+0x4 in .text\n", Bq2Program.Run("efi", "dump", temp["a.efi"], "--address", "0x1004", "--map", temp["a.map"]).Accepts().Said);
        Assert.Equal(1, Bq2Program.Run("efi", "dump", temp["a.efi"], "--address", "0x9000", "--map", temp["a.map"]).ExitCode);
        Assert.Equal(2, Bq2Program.Run("efi", "dump", temp["a.efi"], "--address", "0x1004").ExitCode);
    }

    [Fact]
    public void ADamagedProgramIsRefusedWithItsBytes()
    {
        using var temp = new TempFolder();
        string program = Link(temp, Machine.X64);
        Spoil.Set(program, 0x58 + 68, 3);

        var outcome = Bq2Program.Run("efi", "verify", program);

        Assert.Equal(1, outcome.ExitCode);
        Assert.StartsWith($"{program}+0x9c: PE019: subsystem 3, expected 10, 11 or 12 (UEFI) [refused by edk2]\n  00000090  ", outcome.Complained, StringComparison.Ordinal);
        Assert.Contains($"03 00 60 01\n{new string(' ', 48)}^^ ^^\n", outcome.Complained, StringComparison.Ordinal);
        Assert.Equal($"{program}: refused by edk2\n", outcome.Said);
    }

    [Fact]
    public void AFailedLinkLeavesTheOldProgramAndEndsWithOne()
    {
        using var temp = new TempFolder();
        File.WriteAllBytes(temp["a.obj"], SampleObject.Make(Machine.X64));
        File.WriteAllText(temp["a.efi"], "old");

        var outcome = Bq2Program.Run("efi", "link", temp["a.obj"], "-o", temp["a.efi"], "--entry", "Nowhere");

        Assert.Equal(1, outcome.ExitCode);
        Assert.StartsWith("LNK007: no object defines the entry point Nowhere", outcome.Complained, StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(temp["a.efi"]));
    }

    [Fact]
    public void AFolderThatIsNotThereIsNamed()
    {
        using var temp = new TempFolder();
        File.WriteAllBytes(temp["a.obj"], SampleObject.Make(Machine.X64));

        var outcome = Bq2Program.Run("efi", "link", temp["a.obj"], "-o", temp["nowhere/a.efi"]);

        Assert.Equal(3, outcome.ExitCode);
        Assert.Contains($"there is no folder {temp["nowhere"]}", outcome.Complained, StringComparison.Ordinal);
    }

    private static string Link(TempFolder temp, Machine machine)
    {
        File.WriteAllBytes(temp["a.obj"], SampleObject.Make(machine));
        Bq2Program.Run("efi", "link", temp["a.obj"], "-o", temp["a.efi"]).Accepts();
        return temp["a.efi"];
    }
}
