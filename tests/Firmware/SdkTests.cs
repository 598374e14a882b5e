using System.Diagnostics;
using Bq2.Efi.Pe;
using Bq2.Image;
using Bq2.Sysroot;
using Bq2.Tests.Efi.Pe;
using Bq2.Tests.Booting;

namespace Bq2.Tests.Cellar;

/// <summary>
/// The package Bq2.Efi.Sdk in the hands of a stranger: a project outside this repository with one reference, from a folder
/// of packages, becomes UEFI programs by dotnet build.
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
        AssertRefused(project, "\ntry { Console.WriteLine(); }\ncatch { }", "Program.cs(3,1): error EFB010: catch");
    }

    private static void AssertRefused(string project, string source, string words)
    {
        File.WriteAllText(Path.Combine(project, "Program.cs"), source);

        Assert.Contains(words, Build(project, succeeds: false), StringComparison.Ordinal);
    }

    private static string CopySample(TempFolder temp, string name)
    {
        string folder = temp[name];
        Directory.CreateDirectory(folder);
        foreach (string file in Directory.GetFiles(Path.Combine(Repository.Root, "firmware/samples/inventory")))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        File.WriteAllText(Path.Combine(folder, "nuget.config"), $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="{temp["packages"]}" /></config>
              <packageSources><clear /><add key="built" value="{Repository.Packages}" /></packageSources>
              <fallbackPackageFolders><add key="usual" value="{UsualPackages}" /></fallbackPackageFolders>
            </configuration>
            """);
        return folder;
    }

    // Where the build of this repository put the compiler.
    private static string UsualPackages => Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget/packages");

    private static string Build(string folder, bool succeeds = true)
    {
        var start = new ProcessStartInfo("dotnet", ["build", "-nodeReuse:false", "-tl:off"])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var build = Process.Start(start)!;
        var errors = build.StandardError.ReadToEndAsync();
        string said = build.StandardOutput.ReadToEnd();
        build.WaitForExit();
        Assert.True(succeeds == (build.ExitCode == 0), said + errors.Result);
        return said;
    }

    private static string Program(string folder, Machine machine) => Path.Combine(folder, $"bin/Debug/net10.0/inventory-{machine.Name()}.efi");

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
