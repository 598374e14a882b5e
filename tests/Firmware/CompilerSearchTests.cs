using Bq2.Tests.Cli;

namespace Bq2.Tests.Cellar;

/// <summary>Where bq2-efi build looks for the SDK and the compiler, and what it says when one is missing.</summary>
public sealed class CompilerSearchTests
{
    private static readonly string s_hello = Path.Combine(Repository.Root, "firmware/samples/hello/hello.cs");
    private static readonly string s_inventory = Path.Combine(Repository.Root, "firmware/samples/inventory");

    [Fact]
    public void AMissingCompilerIsNamedWithWhatToType()
    {
        using var temp = new TempFolder();
        var program = new Bq2Program { Environment = { ["NUGET_PACKAGES"] = temp.Path } };

        var outcome = program.Call("efi", "build", s_hello, "-o", temp["a.efi"], "--arch", "x86_64");

        Assert.Equal(3, outcome.ExitCode);
        Assert.Contains("dotnet restore", outcome.Complained, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--sdk")]
    [InlineData("DOTNET_ROOT")]
    public void AFolderThatIsNamedAndHasNoSdkIsNotPassedOver(string by)
    {
        using var temp = new TempFolder();
        foreach (string part in (string[])["shared", "host", "dotnet"])
            File.CreateSymbolicLink(temp[part], Path.Combine(Repository.DotnetRoot, part));
        string[] named = by == "--sdk" ? [by, temp.Path] : [];
        var program = new Bq2Program { Environment = by == "--sdk" ? [] : new() { [by] = temp.Path } };

        var outcome = program.Call(["efi", "build", s_hello, "-o", temp["a.efi"], "--arch", "x86_64", .. named]);

        Assert.Equal(3, outcome.ExitCode);
        Assert.Contains(temp["sdk"], outcome.Complained, StringComparison.Ordinal);
        Assert.Contains("dotnet-sdk-10.0", outcome.Complained, StringComparison.Ordinal);
    }

    /// <summary>The program does not need the .NET that it may itself run on: a link on PATH says where the SDK is.</summary>
    [Fact]
    public void TheSdkIsFoundByALinkOnPath()
    {
        using var temp = new TempFolder();
        foreach (string folder in (string[])["runtime only", "bin"])
            Directory.CreateDirectory(temp[folder]);
        File.WriteAllText(temp["runtime only/dotnet"], "");
        File.CreateSymbolicLink(temp["bin/dotnet"], Path.Combine(Repository.DotnetRoot, "dotnet"));
        var program = new Bq2Program
        {
            Environment = { ["DOTNET_ROOT"] = "", ["PATH"] = $"{temp["runtime only"]}:{temp["bin"]}:/usr/bin:/bin" },
        };

        program.Call("efi", "build", s_hello, "-o", temp["a.efi"], "--arch", "x86_64").Accepts();

        Assert.True(File.Exists(temp["a.efi"]));
    }
}
