using System.IO.Compression;
using System.Xml.Linq;

namespace Bq2.Tests.Scripts;

/// <summary>The NuGet packages of a release: what is in them, and that .NET takes them.</summary>
public sealed class PackageTests
{
    private static readonly string s_version = Repository.Version;

    [Theory]
    [InlineData("Bq2.Efi", "lib/net10.0/Bq2.Efi.dll lib/net10.0/Bq2.Efi.xml")]
    [InlineData("Bq2.Image", "lib/net10.0/Bq2.Image.dll lib/net10.0/Bq2.Image.xml")]
    [InlineData("Bq2.Sysroot", "lib/net10.0/Bq2.Sysroot.dll lib/net10.0/Bq2.Sysroot.xml")]
    [InlineData("Bq2.Templates",
        "content/bq2-efi/.template.config/template.json content/bq2-efi/Facts.cs content/bq2-efi/Program.cs "
        + "content/bq2-efi/inventory.csproj")]
    [InlineData("bq2", "COPYRIGHT tools/any/any/DotnetToolSettings.xml")]
    [InlineData("bq2.linux-x64", "COPYRIGHT tools/any/linux-x64/DotnetToolSettings.xml tools/any/linux-x64/bq2")]
    [InlineData("bq2.linux-arm64", "COPYRIGHT tools/any/linux-arm64/DotnetToolSettings.xml tools/any/linux-arm64/bq2")]
    public void APackageHasWhatIsNeededAndNothingElse(string id, string files)
    {
        string[] expected = ["README.md", $"{id}.nuspec", .. files.Split(' ')];

        Assert.Equal(expected.Order(StringComparer.Ordinal), Names(id, "nupkg"));
        AssertDescribed(id);
    }

    [Fact]
    public void TheSdkHasOneProgramAndTheLibrariesOfFirmware()
    {
        string[] names = Names("Bq2.Efi.Sdk", "nupkg");

        Assert.Contains("Sdk/Sdk.props", names);
        Assert.Contains("COPYRIGHT", names);
        Assert.Equal(["tools/uefi/Bq2.Uefi.dll", "tools/uefi/System.Private.CoreLib.dll"],
            names.Where(name => name.StartsWith("tools/uefi/", StringComparison.Ordinal)));
        Assert.Equal(["tools/bq2.dll"], names.Where(
            name => name.StartsWith("tools/bq2", StringComparison.Ordinal) && name.EndsWith(".dll", StringComparison.Ordinal)));
        AssertDescribed("Bq2.Efi.Sdk");
    }

    [Theory]
    [InlineData("Bq2.Efi")]
    [InlineData("Bq2.Image")]
    [InlineData("Bq2.Sysroot")]
    public void ALibraryHasItsSymbols(string id) => Assert.Equal([$"{id}.nuspec", $"lib/net10.0/{id}.pdb"], Names(id, "snupkg"));

    /// <summary>They use each other's internal members.</summary>
    [Theory]
    [InlineData("Bq2.Image", "Bq2.Efi")]
    [InlineData("Bq2.Sysroot", "Bq2.Efi Bq2.Image")]
    public void OurLibrariesWantEachOtherOfTheSameVersion(string id, string wanted) => Assert.Equal(
        wanted.Split(' ').Select(name => (name, $"[{s_version}]")),
        Description(id).Descendants().Where(element => element.Name.LocalName == "dependency")
            .Select(element => (element.Attribute("id")!.Value, element.Attribute("version")!.Value))
            .Where(each => each.Item1.StartsWith("Bq2.", StringComparison.Ordinal)));

    /// <summary>From this folder alone: nothing is asked of a network, and nothing is left outside the folder of the test.</summary>
    [Fact]
    public void TheToolIsInstalledAndRuns()
    {
        using var temp = new TempFolder();
        File.WriteAllText(temp["nuget.config"], $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="{temp["packages"]}" /></config>
              <packageSources><clear /><add key="release" value="{ReleaseFiles.Folder}" /></packageSources>
            </configuration>
            """);

        Dotnet("tool", "install", "--tool-path", temp["tools"], "bq2");
        Assert.Equal(s_version, new ProgramCall(temp["tools/bq2"], "--version").Run().Accepts().Said.Trim());
        Assert.Equal(0x7f, File.ReadAllBytes(temp["tools/bq2"])[0]);               // the native program, and no script before it

        Assert.EndsWith(s_version, Dotnet("tool", "exec", "--yes", "bq2", "--", "--version").Trim(), StringComparison.Ordinal);

        string Dotnet(params string[] words) => new ProgramCall(Path.Combine(Repository.DotnetRoot, "dotnet"), words)
        {
            Folder = temp.Path,
            Environment = { ["DOTNET_CLI_HOME"] = temp["home"], ["DOTNET_NOLOGO"] = "1" },
        }.Run().Accepts().Said;
    }

    private static void AssertDescribed(string id)
    {
        var metadata = Description(id).Root!.Elements().Single();

        Assert.Equal("MIT", Value("license"));
        Assert.Equal("README.md", Value("readme"));
        Assert.Equal(s_version, Value("version"));
        Assert.NotEqual("Package Description", Value("description"));
        Assert.InRange(Value("description").Length, 30, 4000);
        Assert.InRange(Value("tags").Split(' ').Length, 3, 12);

        string Value(string name) => metadata.Elements().Single(element => element.Name.LocalName == name).Value;
    }

    private static XDocument Description(string id)
    {
        using var package = Open(id, "nupkg");
        using var text = package.GetEntry($"{id}.nuspec")!.Open();
        return XDocument.Load(text);
    }

    /// <summary>All but what NuGet needs for itself.</summary>
    private static string[] Names(string id, string kind)
    {
        using var package = Open(id, kind);
        return
        [
            .. package.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal).Where(name =>
                !name.StartsWith("_rels/", StringComparison.Ordinal) && !name.StartsWith("package/", StringComparison.Ordinal)
                && name != "[Content_Types].xml"),
        ];
    }

    private static ZipArchive Open(string id, string kind) => ZipFile.OpenRead(ReleaseFiles.At($"{id}.{s_version}.{kind}"));
}
