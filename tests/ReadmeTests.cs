using System.Text.RegularExpressions;
using Bq2.Efi.Pe;
using Bq2.Efi.Sdk;
using Bq2.Tests.Efi;
using Bq2.Tests.Efi.Pe;

namespace Bq2.Tests;

/// <summary>
/// The C# of the pages, each block a program of its own: compiled as it stands, usings included, and run in a folder in which the
/// files lie that it names.
/// </summary>
public sealed partial class ReadmeTests
{
    [Needs("qemu-img qemu-system-x86_64")]
    [InlineData("README.md", 2)]
    [InlineData("docs/image.md", 6)]
    [InlineData("docs/efi.md", 2)]
    [InlineData("docs/sysroot.md", 1)]
    [InlineData("Bq2.Efi/README.md", 1)]
    [InlineData("Bq2.Image/README.md", 1)]
    [InlineData("Bq2.Sysroot/README.md", 1)]
    public void EachExampleIsAProgram(string page, int count)
    {
        string[] examples = [.. Examples().Matches(File.ReadAllText(Path.Combine(Repository.Root, page)))
            .Select(match => match.Groups[1].Value)];
        Assert.Equal(count, examples.Length);
        using var temp = Folder();
        Assert.All(examples, example => Run(temp, example));

        foreach (string disk in Directory.GetFiles(temp.Path, "*.qcow2"))
            RealTool.QemuImg.Run("check", disk).Accepts();
        foreach (string program in Directory.GetFiles(temp.Path, "*.efi"))
            Assert.Empty(OurImages.Faults(PeImage.Read(program)));
        Assert.NotEmpty(Directory.GetFiles(temp.Path, page is "docs/efi.md" or "Bq2.Efi/README.md" ? "*.efi" : "*.qcow2"));
    }

    [Fact]
    public void NoPageHasCSharpThatIsNotRun()
    {
        string here = File.ReadAllText(Path.Combine(Repository.Root, "tests/ReadmeTests.cs"));
        foreach (string page in Pages.All.Where(page => Examples().IsMatch(File.ReadAllText(Path.Combine(Repository.Root, page)))))
            Assert.Contains($"[InlineData(\"{page}\", ", here, StringComparison.Ordinal);
    }

    [Fact]
    public void CompileErrorsAreNoticed()
    {
        using var temp = Folder();

        Assert.NotEmpty(Compile(temp, "var disk = new BootDisk();"));
    }

    /// <summary>Objects, kernels and disks by the names that the pages use.</summary>
    private static TempFolder Folder()
    {
        var temp = new TempFolder();
        File.WriteAllBytes(temp["app.obj"], SampleObject.Make(Machine.X64));
        File.Copy(Repository.Loader(Machine.X64), temp["vmlinuz"]);
        File.Copy(Repository.Loader(Machine.Arm64), temp["vmlinuz-arm64"]);
        File.WriteAllText(temp["initrd.cpio"], "initrd");
        Directory.CreateDirectory(temp["notes"]);
        File.WriteAllText(temp["notes/today.txt"], "Remember the milk\n");
        Cli.Bq2Program.Run("image", "build", "-o", temp["disk.qcow2"], "--arch", "x86_64", "--kernel", temp["vmlinuz"]).Accepts();
        return temp;
    }

    private static void Run(TempFolder temp, string example)
    {
        Assert.Empty(Compile(temp, example));
        File.WriteAllText(temp["bin/example.runtimeconfig.json"], """
            { "runtimeOptions": { "framework": { "name": "Microsoft.NETCore.App", "version": "10.0.0" } } }
            """);

        RealTool.Bash.Run("-ec", $"cd '{temp.Path}'; exec '{Repository.DotnetRoot}/dotnet' exec bin/example.dll").Accepts();
    }

    private static IEnumerable<BuildFault> Compile(TempFolder temp, string example)
    {
        Directory.CreateDirectory(temp["bin"]);
        string[] libraries = [.. Directory.GetFiles(AppContext.BaseDirectory, "*.dll").Where(path => Library().IsMatch(path))];
        foreach (string library in libraries)
            File.Copy(library, temp["bin/" + Path.GetFileName(library)], overwrite: true);

        // Those of a console project of .NET, which the compiler does not add by itself.
        File.WriteAllText(temp["bin/example.cs"], "global using System.IO;\nglobal using System.Linq;\n" + example);
        string sdk = Directory.GetDirectories(Path.Combine(Repository.DotnetRoot, "sdk"), "10.*").Order().Last();
        var compiler = new CSharpCompiler(Path.Combine(Repository.DotnetRoot, "dotnet"), Path.Combine(sdk, "Roslyn/bincore/csc.dll"));
        string[] references = [.. Directory.GetFiles(Repository.DotnetReferences, "*.dll"), .. libraries];
        return compiler.Compile([temp["bin/example.cs"]], references, temp["bin/example.dll"]);
    }

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Examples();

    [GeneratedRegex(@"/(Bq2\.Efi|Bq2\.Image|Bq2\.Sysroot|Iced|ZstdSharp)\.dll$")]
    private static partial Regex Library();
}
