using Bq2.Efi.Pe;
using Bq2.Image;
using Bq2.Sysroot;
using Bq2.Tests.Booting;
using Bq2.Tests.Efi.Pe;

namespace Bq2.Tests.Cellar;

/// <summary>
/// The package Bq2.Efi.Sdk in the hands of a stranger: a project outside this repository, made by dotnet new or with one reference,
/// from a folder of packages, becomes UEFI programs by dotnet build.
/// </summary>
public sealed class SdkTests
{
    private const string Judges = "qemu-system-x86_64 qemu-system-aarch64";

    [Needs(Judges)]
    [InlineData("inventory")]
    public void AProjectWithOneReferenceBecomesProgramsThatBoot(string name)
    {
        using var temp = new TempFolder();
        string project = SdkProject.CopySample(temp, name), other = SdkProject.CopySample(temp, "elsewhere, " + name);

        string said = SdkProject.Build(project);
        Assert.Contains("inventory-aarch64.efi: ", said, StringComparison.Ordinal);
        string again = SdkProject.Build(project);
        SdkProject.Build(other);

        // Nothing to do is nothing done; another folder is no other program.
        Assert.DoesNotContain(".efi: ", again, StringComparison.Ordinal);
        foreach (var machine in (Machine[])[Machine.X64, Machine.Arm64])
        {
            string program = SdkProject.PathOf(project, machine);
            Assert.Empty(OurImages.Faults(PeImage.Read(program)));
            Assert.Equal(File.ReadAllBytes(program), File.ReadAllBytes(SdkProject.PathOf(other, machine)));
            string heard = Boot(temp, program, machine);
            Assert.Contains("clock     is running\r\n", heard, StringComparison.Ordinal);
            Assert.Contains("firmware  ", heard, StringComparison.Ordinal);
        }

        AssertRefused(project, "\nConsole.WriteLin();\nConsole.Write(System.IO.File.Exists(\"a\"));\nvar s = new SortedSet<int>();",
            "Program.cs(2,9): error CS0117:", "Program.cs(3,15): error CS0234:",
            "Program.cs(3,15): warning EFB032: IO is not in the core library for firmware: files are opened through the firmware",
            "Program.cs(4,13): warning EFB032: SortedSet is not in the core library for firmware: use a Dictionary");
        Assert.Contains("warning EFB032: SortedSet ",
            SdkProject.Build(project, succeeds: false, "-p:ErrorLog=theirs.sarif"), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(project, "theirs.sarif")));
        AssertRefused(project, "\ntry { Console.WriteLine(); }\ncatch { }", "Program.cs(3,1): error EFB010: catch");
    }

    /// <summary>What somebody types in an empty folder; the project names the package as its SDK.</summary>
    [Needs(Judges)]
    [InlineData("inventory")]
    public void DotnetNewRunAndPublishDoWhatTheySay(string name)
    {
        using var temp = new TempFolder();
        string folder = temp["empty"], project = Path.Combine(folder, name), sample = SdkProject.CopySample(temp, "sample");
        Directory.CreateDirectory(folder);
        SdkProject.WriteNugetConfig(temp, folder);

        SdkProject.Dotnet(folder, true, "new", "install", Path.Combine(Repository.Packages, $"Bq2.Templates.{Repository.Version}.nupkg"));
        SdkProject.Dotnet(folder, true, "new", "bq2-efi", "-n", name);
        string[] files = [.. Directory.GetFiles(project).Select(file => Path.GetFileName(file)!).Order()];
        Assert.Equal(["Facts.cs", "Program.cs", "inventory.csproj"], files.Order(StringComparer.Ordinal));
        Assert.StartsWith($"<Project Sdk=\"Bq2.Efi.Sdk/{Repository.Version}\"",
            File.ReadAllLines(Path.Combine(project, "inventory.csproj"))[1], StringComparison.Ordinal);

        foreach (var machine in (Machine[])[Machine.X64, Machine.Arm64])
        {
            // It comes back by itself: the machine is switched off when the program has ended.
            string heard = SdkProject.Dotnet(project, true, "run", "-p:EfiRunMachine=" + machine.Name(), "--", "--timeout", "90");
            Assert.Contains("firmware  EDK II", heard, StringComparison.Ordinal);
            Assert.EndsWith("3 facts, in C# all the way down", heard.TrimEnd(), StringComparison.Ordinal);
        }

        SdkProject.Dotnet(project, true, "publish", "-o", Path.Combine(folder, "published"));
        Assert.Equal(["inventory-aarch64.efi", "inventory-x86_64.efi"],
            Directory.GetFiles(Path.Combine(folder, "published")).Select(file => Path.GetFileName(file)).Order());

        // A reference to the package makes the same programs as the SDK does.
        SdkProject.Build(sample);
        Assert.All((Machine[])[Machine.X64, Machine.Arm64],
            machine => Assert.Equal(
                File.ReadAllBytes(SdkProject.PathOf(sample, machine)), File.ReadAllBytes(SdkProject.PathOf(project, machine))));
    }

    /// <summary>The version stands in one place; what cannot read it there says the same.</summary>
    [Theory]
    [InlineData("Bq2.Efi.Sdk/Templates/bq2-efi/inventory.csproj", "Sdk=\"Bq2.Efi.Sdk/{0}\"")]
    [InlineData("firmware/samples/inventory/inventory.csproj", "Include=\"Bq2.Efi.Sdk\" Version=\"{0}\"")]
    [InlineData("firmware/Loader/Announcement.cs", "\"Bq2 {0}\"u8")]
    [InlineData("README.md", "<Project Sdk=\"Bq2.Efi.Sdk/{0}\"")]
    [InlineData("README.md", "bq2-{0}-linux-x64.tar.gz")]
    [InlineData("Bq2.Efi.Sdk/Package/README.md", "<Project Sdk=\"Bq2.Efi.Sdk/{0}\"")]
    public void TheVersionIsThatOfTheBuild(string file, string words) => Assert.Contains(
        string.Format(System.Globalization.CultureInfo.InvariantCulture,
            words, Repository.Version), File.ReadAllText(Path.Combine(Repository.Root, file)), StringComparison.Ordinal);

    private static void AssertRefused(string project, string source, params string[] words)
    {
        File.WriteAllText(Path.Combine(project, "Program.cs"), source);

        string said = SdkProject.Build(project, succeeds: false);
        Assert.All(words, each => Assert.Contains(each, said, StringComparison.Ordinal));
    }

    private static string Boot(TempFolder temp, string program, Machine machine)
    {
        var esp = new Tree();
        esp.AddFile("EFI/BOOT/" + machine.BootFileName(), Content.FromFile(program));
        RawImage.Write(temp["disk"], GptDisk.Plan([new(PartitionType.Esp, FatVolume.Plan(esp))]));
        var boot = Bq2.Sysroot.Boot.Of(temp["disk"], QemuMachine.Of(machine)) with
        {
            Format = "raw",
            Expect = "3 facts, in C# all the way down",
            Timeout = TimeSpan.FromSeconds(90),
        };
        var outcome = Emulator.Run(boot);
        Assert.True(outcome.ExpectedSaid, outcome.Said + outcome.Complained);
        return outcome.Said;
    }
}
