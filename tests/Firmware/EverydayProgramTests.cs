using Bq2.Efi.Sdk;
using Bq2.Efi.Pe;
using Bq2.Image;
using Bq2.Sysroot;
using Bq2.Tests.Booting;
using Bq2.Tests.Cli;

namespace Bq2.Tests.Cellar;

/// <summary>
/// Programs as people write them, in Everyday/: what each says on firmware is what the same source says on .NET, line by line.
/// </summary>
public sealed class EverydayProgramTests
{
    private const string Judges = "qemu-system-x86_64 qemu-system-aarch64";

    // What differs is seen: a line on firmware ends in two characters.
    private const string Twin = "Twin", TwinSource = "Console.WriteLine(\"same\");\nConsole.WriteLine(Environment.NewLine.Length);\n";

    private static readonly string s_folder = Path.Combine(Repository.Root, "tests/Firmware/Everyday");

    private static readonly string[] s_names = [.. Directory.GetFiles(s_folder, "*.cs")
        .Select(file => Path.GetFileNameWithoutExtension(file)!).Order()];

    private static readonly Lazy<Dictionary<string, string[]>> s_onDotnet = new(RunOnDotnet);

    [Needs(Judges)]
    [InlineData(Machine.X64)]
    [InlineData(Machine.Arm64)]
    public void EachSaysWhatItSaysOnDotnet(Machine machine)
    {
        using var temp = new TempFolder();
        File.WriteAllText(temp["Twin.cs"], TwinSource);
        Each(name => Build(temp, machine, name, [name == Twin ? temp["Twin.cs"] : Path.Combine(s_folder, name + ".cs")]));
        Build(temp, machine, "launcher",
        [
            Path.Combine(s_folder, "Launcher/Launcher.cs"),
            .. ((string[])["Programs.cs", "Machine.cs"]).Select(file => Path.Combine(s_folder, "../Probes", file)),
        ]);

        string[] said = Boot(temp, machine);

        Assert.True(s_names.Length >= 9, $"only {s_names.Length} programs were found");
        Assert.All(s_names, name => Assert.Equal(string.Join('\n', s_onDotnet.Value[name]), string.Join('\n', SaidBy(name, said))));
        Assert.Equal(["same", "1"], s_onDotnet.Value[Twin]);
        Assert.Equal(["same", "2"], SaidBy(Twin, said));
    }

    private static void Each(Action<string> act) =>
        Parallel.ForEach(s_names.Append(Twin), new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, act);

    private static void Build(TempFolder temp, Machine machine, string name, string[] sources) =>
        Bq2Program.Run(["efi", "build", .. sources, "-o", temp[name + ".efi"], "--arch", machine.Name()]).Accepts();

    private static string[] Boot(TempFolder temp, Machine machine)
    {
        var esp = new Tree();
        esp.AddFile("EFI/BOOT/" + machine.BootFileName(), Content.FromFile(temp["launcher.efi"]));
        File.WriteAllLines(temp["programs.txt"], s_names.Append(Twin));
        foreach (string file in s_names.Append(Twin).Select(name => name + ".efi").Append("programs.txt"))
            esp.AddFile(file, Content.FromFile(temp[file]));
        RawImage.Write(temp["disk"], GptDisk.Plan([new(PartitionType.Esp, FatVolume.Plan(esp))]));

        var boot = Bq2.Sysroot.Boot.Of(temp["disk"], QemuMachine.Of(machine)) with
        {
            Format = "raw",
            Expect = "launcher: done",
            Timeout = TimeSpan.FromSeconds(90),
        };
        var outcome = Emulator.Run(boot);
        Assert.True(outcome.ExpectedSaid, outcome.Said + outcome.Complained);
        return outcome.Said.Split("\r\n");
    }

    /// <summary>Between the launcher's lines, without the list of calls behind an exception, which .NET writes in another way.</summary>
    private static string[] SaidBy(string name, string[] said)
    {
        int start = Array.FindIndex(said, line => line.EndsWith("begin " + name, StringComparison.Ordinal)) + 1;
        int end = Array.FindIndex(said, line => line.StartsWith($"end {name} ", StringComparison.Ordinal));
        return [.. said[start..end].Where(line => !line.StartsWith("   at ", StringComparison.Ordinal))];
    }

    /// <summary>What each says on .NET; of one that ends in an exception, that as well.</summary>
    private static Dictionary<string, string[]> RunOnDotnet()
    {
        using var temp = new TempFolder();
        File.WriteAllText(temp["Twin.cs"], TwinSource);
        string sdk = Directory.GetDirectories(Path.Combine(Repository.DotnetRoot, "sdk"), "10.*").Order().Last();
        var compiler = new CSharpCompiler(Path.Combine(Repository.DotnetRoot, "dotnet"), Path.Combine(sdk, "Roslyn/bincore/csc.dll"));
        string[] references = Directory.GetFiles(Repository.DotnetReferences, "*.dll");
        var said = new System.Collections.Concurrent.ConcurrentDictionary<string, string[]>();
        Each(name =>
        {
            string source = name == Twin ? temp["Twin.cs"] : Path.Combine(s_folder, name + ".cs"), output = temp[name + ".dll"];
            Assert.All(compiler.Compile([source], references, output), fault => Assert.True(fault.IsWarning, fault.ToString()));
            said[name] = Run(compiler.Dotnet, output);
        });
        return new(said);
    }

    private static string[] Run(string dotnet, string program)
    {
        File.WriteAllText(Path.ChangeExtension(program, ".runtimeconfig.json"), $$"""
            {
              "runtimeOptions": {
                "framework": { "name": "Microsoft.NETCore.App", "version": "10.0.0" },
                "configProperties": { "System.Globalization.Invariant": true }
              }
            }
            """);

        // A program that ends in an exception is not to leave a dump of its memory.
        var outcome = new ProgramCall(dotnet, "exec", program) { Environment = { ["DOTNET_DbgEnableMiniDump"] = "0" } }.Run();
        string said = outcome.Said + outcome.Complained;
        return [.. said.Split('\n')[..^1].Where(line => !line.StartsWith("   at ", StringComparison.Ordinal))
            .Select(line => line.TrimEnd('\r'))];
    }
}
