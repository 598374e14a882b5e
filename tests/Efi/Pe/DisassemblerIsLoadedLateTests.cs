using Bq2.Efi.Pe;
using Bq2.Tests.Cli;

namespace Bq2.Tests.Efi.Pe;

/// <summary>
/// Iced, two megabytes of decoder, is loaded only where code is decoded: by a disassembly, and by the rules that look at x86-64 code.
/// A copy of the ordinary program that has a text in its place does everything else.
/// </summary>
public sealed class DisassemblerIsLoadedLateTests
{
    [Theory]
    [InlineData(Machine.X64)]
    [InlineData(Machine.Arm64)]
    public void LinkAndDumpDoWithoutIt(Machine machine)
    {
        using var temp = new TempFolder();
        var program = WithoutIced(temp);
        File.WriteAllBytes(temp["a.obj"], SampleObject.Make(machine));

        program.Call("efi", "link", temp["a.obj"], "-o", temp["a.efi"], "--map", temp["a.map"]).Accepts();
        program.Call("efi", "dump", temp["a.efi"], "--json").Accepts();
    }

    [Fact]
    public void VerifyDoesWithoutItWhereThereIsNothingToDecode()
    {
        using var temp = new TempFolder();
        var program = WithoutIced(temp);
        File.WriteAllBytes(temp["a.obj"], SampleObject.Make(Machine.Arm64));
        program.Call("efi", "link", temp["a.obj"], "-o", temp["a.efi"]).Accepts();

        program.Call("efi", "verify", temp["a.efi"]).Accepts();
    }

    [Fact]
    public void DisassemblingNeedsIt()
    {
        using var temp = new TempFolder();
        var program = WithoutIced(temp);
        File.WriteAllBytes(temp["a.obj"], SampleObject.Make(Machine.X64));
        program.Call("efi", "link", temp["a.obj"], "-o", temp["a.efi"]).Accepts();

        Assert.NotEqual(0, program.Call("efi", "dump", "-d", temp["a.efi"]).ExitCode);
        Bq2Program.Run("efi", "dump", "-d", temp["a.efi"]).Accepts();
    }

    private static Bq2Program WithoutIced(TempFolder temp)
    {
        string folder = Path.GetDirectoryName(Bq2Program.Ordinary)!, copy = temp["program"];
        Directory.CreateDirectory(copy);
        foreach (string file in Directory.EnumerateFiles(folder))
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        File.WriteAllText(Path.Combine(copy, "Iced.dll"), "no assembly");
        return new() { CalledBy = Path.Combine(copy, "bq2") };
    }
}
