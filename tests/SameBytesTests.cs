using System.IO.Compression;
using Bq2.Efi.Pe;
using Bq2.Tests.Booting;

namespace Bq2.Tests;

/// <summary>Everything built anew in another folder: the same loaders and package, and from them the same disk.</summary>
public sealed class SameBytesTests
{
    private static readonly string[] s_sources = ["Bq2.Efi", "Bq2.Efi.Sdk", "Bq2.Image", "Bq2.Sysroot", "Bq2.Cli", "firmware"];

    [Fact]
    public void ABuildInAnotherFolderMakesTheSameLoadersPackageAndDisk()
    {
        using var temp = new TempFolder();
        string copy = temp["some/other place"];
        CopySources(copy);
        Build(copy);

        AssertSamePackage(copy, "Bq2.Image");
        foreach (var machine in (Machine[])[Machine.X64, Machine.Arm64])
        {
            string loader = Path.Combine(copy, "artifacts/bin/firmware/release", machine.BootFileName());
            Assert.Equal(File.ReadAllBytes(Repository.Loader(machine)), File.ReadAllBytes(loader));
            AssertSameDisk(temp, machine, Path.Combine(copy, "artifacts/bin/Bq2.Cli/release/bq2"));
        }
    }

    /// <summary>The package of a library, packed there at the time that a release's files have.</summary>
    private static void AssertSamePackage(string folder, string id)
    {
        string name = $"{id}.{Repository.Version}.nupkg", ours = Scripts.ReleaseFiles.At(name);
        using var package = ZipFile.OpenRead(ours);
        long time = new DateTimeOffset(package.Entries[0].LastWriteTime.DateTime, TimeSpan.Zero).ToUnixTimeSeconds();
        new ProgramCall("dotnet", "pack", "-c", "Release", "-v", "quiet", "-nodeReuse:false", "--no-build", "--no-restore",
            "-o", "packages", id)
        {
            Folder = folder,
            Environment = { ["SOURCE_DATE_EPOCH"] = $"{time}" },
        }.Run().Accepts();

        Assert.Equal(File.ReadAllBytes(ours), File.ReadAllBytes(Path.Combine(folder, "packages", name)));
    }

    private static void AssertSameDisk(TempFolder temp, Machine machine, string otherProgram)
    {
        var guest = new GuestFiles(machine);
        MakeDisk(new(), temp["ours.qcow2"]);
        MakeDisk(new() { CalledBy = otherProgram, Environment = { ["TZ"] = "Asia/Tokyo", ["LC_ALL"] = "de_DE.UTF-8" } },
            temp["theirs.qcow2"]);

        Assert.Equal(File.ReadAllBytes(temp["ours.qcow2"]), File.ReadAllBytes(temp["theirs.qcow2"]));

        void MakeDisk(Cli.Bq2Program program, string disk) => program.Call(
            "image", "build", "-o", disk, "--arch", machine.Name(), "--kernel", guest.Kernel, "--initrd", guest.Initrd, "--cmdline",
            "quiet").Accepts();
    }

    private static void CopySources(string target)
    {
        Directory.CreateDirectory(target);
        foreach (string file in Directory.GetFiles(Repository.Root).Where(IsForTheBuild))
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        foreach (string folder in s_sources)
            CopyFolder(Path.Combine(Repository.Root, folder), Path.Combine(target, folder));
    }

    private static bool IsForTheBuild(string file) =>
        Path.GetExtension(file) is ".props" or ".targets" or ".json" or ".editorconfig" || Path.GetFileName(file) == "COPYRIGHT";

    private static void CopyFolder(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.GetFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        foreach (string folder in Directory.GetDirectories(from))
            CopyFolder(folder, Path.Combine(to, Path.GetFileName(folder)));
    }

    // What the analyzers say of these sources was said when this repository was built; of what is made they change nothing.
    private static void Build(string folder) =>
        new ProgramCall("dotnet", "build", "-c", "Release", "-v", "quiet", "-nodeReuse:false", "-p:RunAnalyzers=false", "Bq2.Cli")
        {
            Folder = folder,
            Patience = TimeSpan.FromMinutes(30),
        }.Run().Accepts();
}
