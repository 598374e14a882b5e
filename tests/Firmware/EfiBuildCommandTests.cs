using Bq2.Efi.Coff;
using Bq2.Efi.Link;
using Bq2.Efi.Pe;
using Bq2.Tests.Cli;
using Bq2.Tests.Efi.Pe;

namespace Bq2.Tests.Cellar;

/// <summary>bq2-efi build: one file or many, or a project's, become a UEFI program.</summary>
public sealed class EfiBuildCommandTests
{
    private static readonly string s_hello = Path.Combine(Repository.Root, "firmware/samples/hello/hello.cs");
    private static readonly string s_inventory = Path.Combine(Repository.Root, "firmware/samples/inventory");

    [Theory]
    [InlineData("x86_64", Machine.X64)]
    [InlineData("aarch64", Machine.Arm64)]
    [InlineData("arm64", Machine.Arm64)]
    public void AFileBecomesAProgram(string arch, Machine machine)
    {
        using var temp = new TempFolder();

        var outcome = Bq2Program.Run("efi",
            "build", s_hello, "-o", temp["hello.efi"], "--arch", arch, "--map", temp["hello.map"], "--keep-object").Accepts();

        var image = PeImage.Read(temp["hello.efi"]);
        Assert.Empty(OurImages.Faults(image));
        LibObjectFileJudge.Accepts(image.Bytes.ToArray());
        Assert.Equal(machine, image.FileHeader.Machine);
        Assert.Contains($"bytes for {machine.Name()}", outcome.Said, StringComparison.Ordinal);
        Assert.Contains(LinkMap.Parse("map", File.ReadAllText(temp["hello.map"])).Symbols,
            symbol => symbol.Name.EndsWith("Program___Main__", StringComparison.Ordinal));
        Assert.Equal(machine, CoffObject.Read(temp["hello.obj"]).Machine);
        Assert.Equal(3, Directory.GetFiles(temp.Path).Length);
    }

    [Fact]
    public void TheSameSourceInAnotherFolderMakesTheSameBytes()
    {
        using var temp = new TempFolder();
        Directory.CreateDirectory(temp["a longer name"]);
        string copy = Path.Combine(temp["a longer name"], "hello.cs");
        File.Copy(s_hello, copy);

        Bq2Program.Run("efi", "build", s_hello, "-o", temp["hello.efi"], "--arch", "x86_64").Accepts();
        Bq2Program.Run("efi", "build", copy, "-o", Path.Combine(temp["a longer name"], "other.efi"), "--arch", "x86_64").Accepts();

        Assert.Equal(File.ReadAllBytes(temp["hello.efi"]), File.ReadAllBytes(Path.Combine(temp["a longer name"], "other.efi")));
    }

    [Fact]
    public void NamesCanBeLeftOut()
    {
        using var temp = new TempFolder();
        Bq2Program.Run("efi", "build", s_hello, "-o", temp["with.efi"], "--arch", "x86_64").Accepts();
        File.WriteAllText(temp["rows.csv"], "sbat,1,SBAT Version,sbat,1,https://github.com/rhboot/shim/blob/main/SBAT.md\n"
            + "hello,1,Somebody,hello,1.0,https://example.org\n");
        Bq2Program.Run("efi", "build", s_hello, "-o",
            temp["without.efi"], "--arch", "x86_64", "--no-names", "--subsystem", "boot-driver", "--sbat", temp["rows.csv"]).Accepts();

        Assert.True(File.ReadAllBytes(temp["with.efi"]).AsSpan().IndexOf("Program.Main\0"u8) > 0);
        Assert.True(File.ReadAllBytes(temp["without.efi"]).AsSpan().IndexOf("Program.Main\0"u8) < 0);
        Assert.True(File.ReadAllBytes(temp["without.efi"]).AsSpan().IndexOf("hello,1,Somebody"u8) > 0);
        Assert.Equal(Subsystem.EfiBootServiceDriver, PeImage.Read(temp["without.efi"]).OptionalHeader.Subsystem);
    }

    [Theory]
    [InlineData("")]
    [InlineData("inventory.csproj")]
    public void AProjectsFilesBecomeAProgram(string project)
    {
        using var temp = new TempFolder();

        Bq2Program.Run("efi", "build", Path.Combine(s_inventory, project), "-o", temp["inventory.efi"], "--arch", "aarch64").Accepts();

        var image = PeImage.Read(temp["inventory.efi"]);
        Assert.Empty(OurImages.Faults(image));
        LibObjectFileJudge.Accepts(image.Bytes.ToArray());
    }

    [Fact]
    public void TheCrystalSystemsNameAndFlagsDoTheSame()
    {
        using var temp = new TempFolder();
        File.CreateSymbolicLink(temp["efi-app-builder"], Bq2Program.File);
        var builder = new Bq2Program { CalledBy = temp["efi-app-builder"] };

        builder.Call("--input", s_hello, "--output", temp["hello.efi"], "--arch", "x86_64").Accepts();
        Assert.False(File.Exists(temp["hello.obj"]));
        builder.Call("--input", s_hello, "--output", temp["hello.efi"], "--keep-object").Accepts();

        Assert.Equal(Machine.Arm64, PeImage.Read(temp["hello.efi"]).FileHeader.Machine);
        Assert.True(File.Exists(temp["hello.obj"]));
    }
}
