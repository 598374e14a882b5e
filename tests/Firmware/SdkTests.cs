using Bq2.Efi.Pe;
using Bq2.Image;
using Bq2.Sysroot;
using Bq2.Tests.Efi.Pe;
using Bq2.Tests.Booting;

namespace Bq2.Tests.Cellar;

/// <summary>
/// The package Bq2.Efi.Sdk in the hands of a stranger: a project outside this repository, made by dotnet new or with one reference, from a
/// folder of packages, becomes UEFI programs by dotnet build.
/// </summary>
public sealed class SdkTests
{
    private const string Judges = "qemu-system-x86_64 qemu-system-aarch64";

    [Needs(Judges)]
    [InlineData("inventory")]
    public void AProjectWithOneReferenceBecomesProgramsThatBoot(string name)
    {
        using var temp = new TempFolder();
        string project = CopySample(temp, name), other = CopySample(temp, "elsewhere, " + name);

        string said = Build(project);
        Assert.Contains("inventory-aarch64.efi: ", said, StringComparison.Ordinal);
        string again = Build(project);
        Build(other);

        // Nothing to do is nothing done; another folder is no other program.
        Assert.DoesNotContain(".efi: ", again, StringComparison.Ordinal);
        foreach (var machine in (Machine[])[Machine.X64, Machine.Arm64])
        {
            string program = Program(project, machine);
            Assert.Empty(OurImages.Faults(PeImage.Read(program)));
            Assert.Equal(File.ReadAllBytes(program), File.ReadAllBytes(Program(other, machine)));
            string heard = Boot(temp, program, machine);
            Assert.Contains("clock     is running\r\n", heard, StringComparison.Ordinal);
            Assert.Contains("firmware  ", heard, StringComparison.Ordinal);
        }

        AssertRefused(project, "\nConsole.WriteLin();", "Program.cs(2,9): error CS0117:");
        AssertRefused(project, "\nConsole.Write(System.IO.File.Exists(\"a\"));", "Program.cs(2,15): error CS0234:",
            "Program.cs(2,15): warning EFB032: IO is not in the core library for firmware: files are opened through the firmware");
        AssertRefused(project, "\nvar s = new SortedSet<int>();",
            "Program.cs(2,13): warning EFB032: SortedSet is not in the core library for firmware: use a Dictionary");
        Assert.Contains("warning EFB032: SortedSet ",
            Build(project, succeeds: false, "-p:ErrorLog=theirs.sarif"), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(project, "theirs.sarif")));
        AssertRefused(project, "\ntry { Console.WriteLine(); }\ncatch { }", "Program.cs(3,1): error EFB010: catch");
    }

    /// <summary>What somebody types in an empty folder; the project names the package as its SDK.</summary>
    [Needs(Judges)]
    [InlineData("inventory")]
    public void DotnetNewRunAndPublishDoWhatTheySay(string name)
    {
        using var temp = new TempFolder();
        string folder = temp["empty"], project = Path.Combine(folder, name), sample = CopySample(temp, "sample");
        Directory.CreateDirectory(folder);
        WriteNugetConfig(temp, folder);

        Dotnet(folder, true, "new", "install", Path.Combine(Repository.Packages, $"Bq2.Templates.{Repository.Version}.nupkg"));
        Dotnet(folder, true, "new", "bq2-efi", "-n", name);
        string[] files = [.. Directory.GetFiles(project).Select(file => Path.GetFileName(file)!).Order()];
        Assert.Equal(["Facts.cs", "Program.cs", "inventory.csproj"], files.Order(StringComparer.Ordinal));
        Assert.StartsWith($"<Project Sdk=\"Bq2.Efi.Sdk/{Repository.Version}\"",
            File.ReadAllLines(Path.Combine(project, "inventory.csproj"))[1], StringComparison.Ordinal);

        foreach (var machine in (Machine[])[Machine.X64, Machine.Arm64])
        {
            // It comes back by itself: the machine is switched off when the program has ended.
            string heard = Dotnet(project, true, "run", "-p:EfiRunMachine=" + machine.Name(), "--", "--timeout", "90");
            Assert.Contains("firmware  EDK II", heard, StringComparison.Ordinal);
            Assert.EndsWith("3 facts, in C# all the way down", heard.TrimEnd(), StringComparison.Ordinal);
        }

        Dotnet(project, true, "publish", "-o", Path.Combine(folder, "published"));
        Assert.Equal(["inventory-aarch64.efi", "inventory-x86_64.efi"],
            Directory.GetFiles(Path.Combine(folder, "published")).Select(file => Path.GetFileName(file)).Order());

        // A reference to the package makes the same programs as the SDK does.
        Build(sample);
        Assert.All((Machine[])[Machine.X64, Machine.Arm64],
            machine => Assert.Equal(File.ReadAllBytes(Program(sample, machine)), File.ReadAllBytes(Program(project, machine))));
    }

    [Needs(Judges)]
    [InlineData("return 0;", true, "")]
    [InlineData("return 3;", false, "The program ended with status 0x8000000000000003.")]
    [InlineData("throw new InvalidOperationException(\"no\");", false, "InvalidOperationException")]
    public void DotnetRunFailsWithItsProgram(string end, bool succeeds, string expected)
    {
        using var temp = new TempFolder();
        string project = CopySample(temp, "inventory");
        File.WriteAllText(Path.Combine(project, "Program.cs"), $"Console.WriteLine(\"at work\");\n{end}\n");

        string said = Dotnet(project, succeeds, "run", "-p:EfiMachines=x86_64", "--", "--timeout", "90");

        Assert.Contains("at work", said, StringComparison.Ordinal);
        Assert.Contains(expected, said, StringComparison.Ordinal);
        Assert.Equal(!succeeds, said.Contains("RUN007: the machine said: The program ended with status", StringComparison.Ordinal));
    }

    [Needs(Judges)]
    [InlineData("qemu-system-x86_64")]
    public void DotnetRunWithoutQemuSaysWhatToInstall(string missing)
    {
        using var temp = new TempFolder();
        string project = CopySample(temp, "inventory");
        Directory.CreateDirectory(temp["programs"]);
        File.CreateSymbolicLink(Path.Combine(temp["programs"], "dotnet"), Path.Combine(Repository.DotnetRoot, "dotnet"));

        string said = Dotnet(project, false, ["run"], path: temp["programs"]);

        Assert.Contains(missing + " cannot be started", said, StringComparison.Ordinal);
        Assert.Contains("install QEMU", said, StringComparison.Ordinal);
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

        string said = Build(project, succeeds: false);
        Assert.All(words, each => Assert.Contains(each, said, StringComparison.Ordinal));
    }

    private static string CopySample(TempFolder temp, string name)
    {
        string folder = temp[name];
        Directory.CreateDirectory(folder);
        foreach (string file in Directory.GetFiles(Path.Combine(Repository.Root, "firmware/samples/inventory")))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        WriteNugetConfig(temp, folder);
        return folder;
    }

    private static void WriteNugetConfig(TempFolder temp, string folder) =>
        File.WriteAllText(Path.Combine(folder, "nuget.config"), $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="{temp["packages"]}" /></config>
              <packageSources><clear /><add key="built" value="{Repository.Packages}" /></packageSources>
              <fallbackPackageFolders><add key="usual" value="{UsualPackages}" /></fallbackPackageFolders>
            </configuration>
            """);

    // Where the build of this repository put the compiler.
    private static string UsualPackages => Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget/packages");

    private static string Build(string folder, bool succeeds = true, params string[] words) =>
        Dotnet(folder, succeeds, ["build", "-nodeReuse:false", "-tl:off", .. words]);

    private static string Dotnet(string folder, bool succeeds, params string[] words) => Dotnet(folder, succeeds, words, path: null);

    /// <summary>As somebody types it; what dotnet installs for itself goes beside the project.</summary>
    private static string Dotnet(string folder, bool succeeds, string[] words, string? path)
    {
        var dotnet = new ProgramCall(Path.Combine(Repository.DotnetRoot, "dotnet"), words)
        {
            Folder = folder,
            Environment =
            {
                ["DOTNET_CLI_HOME"] = Path.GetDirectoryName(folder),
                ["MSBUILDDISABLENODEREUSE"] = "1",
                ["PATH"] = path ?? Environment.GetEnvironmentVariable("PATH"),
            },
        }.Run();
        string said = dotnet.Said + dotnet.Complained;
        Assert.True(succeeds == (dotnet.ExitCode == 0), $"dotnet {string.Join(' ', words)} ended with {dotnet.ExitCode}:\n{said}");
        return said;
    }

    private static string Program(string folder, Machine machine) =>
        Path.Combine(folder, $"bin/Debug/net10.0/inventory-{machine.Name()}.efi");

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
