using System.Text.RegularExpressions;
using Bq2.Efi;
using Bq2.Efi.Coff;
using Bq2.Efi.Link;
using Bq2.Efi.Link.Resolution;
using Bq2.Efi.Pe;
using Bq2.Image;
using Bq2.Tests.Efi;
using Bq2.Tests.Efi.Pe;

namespace Bq2.Tests;

/// <summary>The C# of the README, compiled and run here to the letter.</summary>
public sealed partial class ReadmeTests
{
    [Fact]
    public void EveryExampleStandsInThisFile()
    {
        string here = Folded(File.ReadAllText(Path.Combine(Repository.Root, "tests/ReadmeTests.cs")));
        var examples = Examples().Matches(File.ReadAllText(Path.Combine(Repository.Root, "README.md")));

        Assert.Equal(2, examples.Count);
        Assert.All(examples, example => Assert.Contains(Folded(example.Groups[1].Value), here, StringComparison.Ordinal));
    }

    [Fact]
    public void TheLinkExampleMakesAProgram()
    {
        using var temp = new TempFolder();
        File.WriteAllBytes(temp["app.obj"], SampleObject.Make(Machine.X64));
        In(temp, Link);

        Assert.Empty(OurImages.Faults(PeImage.Read(temp["app.efi"])));

        static void Link(Func<string, string> path)
        {
            LinkResult link = EfiLinker.Link([CoffObject.Read(path("app.obj"))], new() { Entry = "EfiMain" });
            foreach (Fault fault in link.Faults)
                Console.Error.WriteLine(fault.Show());
            if (link.Image is { } image)
                File.WriteAllBytes(path("app.efi"), image);
        }
    }

    [Needs("qemu-img")]
    [InlineData("disk.qcow2")]
    public void TheDiskExampleMakesADisk(string name)
    {
        using var temp = new TempFolder();
        File.Copy(Repository.Loader(Machine.X64), temp["vmlinuz"]);
        File.WriteAllText(temp["initrd.cpio"], "initrd");
        In(temp, Build);

        RealTool.QemuImg.Run("check", temp[name]).Accepts();

        static void Build(Func<string, string> path)
        {
            var disk = new BootDisk
            {
                Machine = Machine.X64,
                Kernel = Content.FromFile(path("vmlinuz")),
                Initrds = [Content.FromFile(path("initrd.cpio"))],
                CommandLine = "console=ttyS0",
            };
            Qcow2Image.Write(path("disk.qcow2"), disk.Plan());
        }
    }

    // Tests share one current folder; the examples' file names are led into a folder of their own instead.
    private static void In(TempFolder temp, Action<Func<string, string>> example) => example(name => temp[name]);

    private static string Folded(string code) => Whitespace().Replace(PathCalls().Replace(code, "$1"), "");

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Examples();

    [GeneratedRegex("path\\((\"[^\"]*\")\\)")]
    private static partial Regex PathCalls();

    [GeneratedRegex("\\s+")]
    private static partial Regex Whitespace();
}
