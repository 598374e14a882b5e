namespace Bq2.Tests.Cellar;

/// <summary>How dotnet run of a UEFI program ends: as the program does, or with what is missing.</summary>
public sealed class DotnetRunTests
{
    private const string Judges = "qemu-system-x86_64 qemu-system-aarch64";

    [Needs(Judges)]
    [InlineData("return 0;", true, "")]
    [InlineData("return 3;", false, "The program ended with status 0x8000000000000003.")]
    [InlineData("throw new InvalidOperationException(\"no\");", false, "InvalidOperationException")]
    public void DotnetRunFailsWithItsProgram(string end, bool succeeds, string expected)
    {
        using var temp = new TempFolder();
        string project = SdkProject.CopySample(temp, "inventory");
        File.WriteAllText(Path.Combine(project, "Program.cs"), $"Console.WriteLine(\"at work\");\n{end}\n");

        string said = SdkProject.Dotnet(project, succeeds, "run", "-p:EfiMachines=x86_64", "--", "--timeout", "90");

        Assert.Contains("at work", said, StringComparison.Ordinal);
        Assert.Contains(expected, said, StringComparison.Ordinal);
        Assert.Equal(!succeeds, said.Contains("RUN007: the machine said: The program ended with status", StringComparison.Ordinal));
    }

    [Needs(Judges)]
    [InlineData("qemu-system-x86_64")]
    public void DotnetRunWithoutQemuSaysWhatToInstall(string missing)
    {
        using var temp = new TempFolder();
        string project = SdkProject.CopySample(temp, "inventory");
        Directory.CreateDirectory(temp["programs"]);
        File.CreateSymbolicLink(Path.Combine(temp["programs"], "dotnet"), Path.Combine(Repository.DotnetRoot, "dotnet"));

        string said = SdkProject.Dotnet(project, false, ["run"], path: temp["programs"]);

        Assert.Contains(missing + " cannot be started", said, StringComparison.Ordinal);
        Assert.Contains("install QEMU", said, StringComparison.Ordinal);
    }
}
