using System.Text.Json;
using System.Text.RegularExpressions;
using Bq2.Efi.Pe;

namespace Bq2.Tests.Scripts;

/// <summary>
/// action.yml, as far as it can be tried without GitHub: its steps run one after the other, with the release that eng/release.sh made in
/// place of the one that is downloaded.
/// </summary>
public sealed partial class ActionTests
{
    private const string Judges = "python3 curl shellcheck";

    [Needs(Judges + " qemu-system-x86_64")]
    [InlineData("BdsDxe: starting", "60", 0)]
    [InlineData("what it never says", "15", 1)]
    public void ItInstallsBq2AndBootsADisk(string expect, string timeout, int exitCode)
    {
        using var temp = new TempFolder();
        string program = Repository.Loader(Machine.X64);

        var outcome = RunSteps(temp,
            new() { ["disk"] = program, ["expect"] = expect, ["timeout"] = timeout, ["version"] = Repository.Version });

        Assert.True(outcome.ExitCode == exitCode, outcome.Said + outcome.Complained);
        Assert.Contains("BdsDxe: starting", outcome.Said, StringComparison.Ordinal);
    }

    [Needs(Judges)]
    [InlineData("version", "", "'main' is not a release of Bq2")]
    [InlineData("version", "0.0.1", "curl")]
    [InlineData("arch", "riscv64", "arch is 'riscv64'")]
    public void AWrongInputIsReported(string input, string value, string expected)
    {
        using var temp = new TempFolder();

        var outcome = RunSteps(temp, new() { ["disk"] = "disk", ["version"] = Repository.Version, [input] = value }).Objects();

        Assert.Contains(expected, outcome.Said + outcome.Complained, StringComparison.Ordinal);
    }

    /// <summary>A release whose file is not the one that was summed.</summary>
    [Needs(Judges)]
    [InlineData("linux-x64")]
    public void AFileThatIsNotTheReleasesIsRefused(string target)
    {
        using var temp = new TempFolder();
        string release = Path.Combine(temp["releases"], $"v{Repository.Version}");
        Directory.CreateDirectory(release);
        File.Copy(ReleaseFiles.At("SHA256SUMS"), Path.Combine(release, "SHA256SUMS"));
        File.WriteAllText(Path.Combine(release, $"bq2-{Repository.Version}-{target}.tar.gz"), "something else");

        var outcome = RunSteps(temp, new() { ["version"] = Repository.Version }).Objects();

        Assert.Contains(".tar.gz: FAILED", outcome.Said, StringComparison.Ordinal);
    }

    [Needs(Judges)]
    [InlineData("action.yml")]
    [InlineData(".github/workflows/ci.yml")]
    public void TheFilesAreSoundYaml(string file) => Assert.Equal(JsonValueKind.Object, Read(file).ValueKind);

    [Needs(Judges)]
    [InlineData("action.yml")]
    public void ItsStepsAreSoundShell(string file)
    {
        using var temp = new TempFolder();
        foreach (var step in Steps(Read(file)))
        {
            Assert.Equal("bash", step.GetProperty("shell").GetString());
            // What is given comes in by the environment: as a part of the script it would be run.
            Assert.DoesNotContain("${{", step.GetProperty("run").GetString(), StringComparison.Ordinal);
            File.WriteAllText(temp["step.sh"], "#!/usr/bin/env bash\n" + step.GetProperty("run").GetString());
            RealTool.Shellcheck.Run(temp["step.sh"]).Accepts();
        }
    }

    /// <summary>As GitHub runs them: each by itself, PATH handed on by a file, the first failure ends it.</summary>
    private static Outcome RunSteps(TempFolder temp, Dictionary<string, string> given)
    {
        var action = Read("action.yml");
        Assert.Equal("composite", action.GetProperty("runs").GetProperty("using").GetString());
        var inputs = action.GetProperty("inputs").EnumerateObject().ToDictionary(
            each => each.Name, each => each.Value.GetProperty("default").GetString()!);
        foreach (var (name, value) in given)
        {
            Assert.Contains(name, inputs.Keys);
            inputs[name] = value;
        }

        ServeRelease(temp);
        File.WriteAllText(temp["path"], "");
        Outcome? outcome = null;
        foreach (var step in Steps(action).Where(step => !step.TryGetProperty("if", out _) || inputs["disk"].Length > 0))
        {
            outcome = RunStep(temp, step, inputs);
            if (outcome.ExitCode != 0)
                break;
        }

        return outcome!;
    }

    private static Outcome RunStep(TempFolder temp, JsonElement step, Dictionary<string, string> inputs)
    {
        File.WriteAllText(temp["step.sh"], step.GetProperty("run").GetString());
        var call = new ProgramCall("bash", "--noprofile", "--norc", "-eo", "pipefail", temp["step.sh"])
        {
            Folder = temp.Path,
            Environment =
            {
                ["RUNNER_TEMP"] = temp.Path,
                ["GITHUB_PATH"] = temp["path"],
                ["PATH"] = string.Join(':', [.. File.ReadAllLines(temp["path"]).Reverse(), Environment.GetEnvironmentVariable("PATH")]),
            },
        };
        foreach (var variable in step.GetProperty("env").EnumerateObject())
            call.Environment[variable.Name] = Expression().Replace(variable.Value.GetString()!, match => Value(match.Groups[1].Value));
        return call.Run();

        string Value(string expression) => expression switch
        {
            "github.server_url" => "file://" + temp.Path,
            "github.action_repository" => "here",
            "github.action_ref" => "main",
            _ => inputs[expression["inputs.".Length..]],
        };
    }

    private static void ServeRelease(TempFolder temp)
    {
        Directory.CreateDirectory(temp["here/releases"]);
        if (Directory.Exists(temp["releases"]))
        {
            Directory.CreateSymbolicLink(temp["here/releases/download"], temp["releases"]);
            return;
        }

        Directory.CreateDirectory(temp["here/releases/download"]);
        Directory.CreateSymbolicLink(temp[$"here/releases/download/v{Repository.Version}"], ReleaseFiles.Folder);
    }

    private static JsonElement[] Steps(JsonElement action) => [.. action.GetProperty("runs").GetProperty("steps").EnumerateArray()];

    private static JsonElement Read(string file) => JsonDocument.Parse(new RealTool("python3").Run(
        "-c", "import json, sys, yaml; print(json.dumps(yaml.load(open(sys.argv[1]), yaml.BaseLoader)))",
        Path.Combine(Repository.Root, file)).Accepts().Said).RootElement;

    [GeneratedRegex(@"\$\{\{ ([a-z_.]+) \}\}")]
    private static partial Regex Expression();
}
