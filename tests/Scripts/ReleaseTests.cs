using Bq2.Tests.Cli;

namespace Bq2.Tests.Scripts;

/// <summary>What eng/release.sh made, in the hands of somebody who installs it.</summary>
public sealed class ReleaseTests
{
    private static readonly string s_version = Repository.Version;

    [Fact]
    public void EverythingIsThereAndItsSumIsRight()
    {
        string[] expected =
        [
            $"Bq2.Efi.{s_version}.nupkg", $"Bq2.Efi.{s_version}.snupkg", $"Bq2.Efi.Sdk.{s_version}.nupkg", $"Bq2.Image.{s_version}.nupkg",
            $"Bq2.Image.{s_version}.snupkg", $"Bq2.Sysroot.{s_version}.nupkg", $"Bq2.Sysroot.{s_version}.snupkg",
            $"Bq2.Templates.{s_version}.nupkg", "SHA256SUMS", $"bq2-{s_version}-linux-arm64.tar.gz", $"bq2-{s_version}-linux-x64.tar.gz",
            $"bq2.{s_version}.nupkg", $"bq2.linux-arm64.{s_version}.nupkg", $"bq2.linux-x64.{s_version}.nupkg",
            $"bq2_{s_version}_amd64.deb", $"bq2_{s_version}_arm64.deb",
        ];

        Assert.Equal(expected, Names(ReleaseFiles.Folder));
        string sums = RealTool.Bash.Run("-c", $"cd '{ReleaseFiles.Folder}' && sha256sum --check --strict SHA256SUMS").Accepts().Said;
        Assert.Equal(expected.Length - 1, sums.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Needs("tar gzip man zsh")]
    [InlineData("linux-x64")]
    [InlineData("linux-arm64")]
    public void TheTarballIsAFolderToUseOrToUnpackOverAnother(string target)
    {
        using var temp = new TempFolder();
        string archive = ReleaseFiles.At($"bq2-{s_version}-{target}.tar.gz"), listed = Tar("--numeric-owner", "-tvzf", archive);
        Tar("-xzf", archive, "--strip-components=1", "-C", temp.Path);

        Assert.All(listed.Split('\n', StringSplitOptions.RemoveEmptyEntries), line =>
        {
            Assert.Matches(@"^(-rw-r--r--|[-d]rwxr-xr-x|lrwxrwxrwx) 0/0 ", line);
            Assert.Contains($" bq2-{s_version}-{target}/", line, StringComparison.Ordinal);
        });
        Assert.Equal(s_version, Call(target, temp["bin/bq2"], "--version").Said.Trim());
        Assert.Equal(["bq2", "bq2-efi", "bq2-image", "efi-app-builder"], Names(temp["bin"]));
        Assert.Contains("Usage:\n  bq2-image ", Call(target, temp["bin/bq2-image"], "--help").Said, StringComparison.Ordinal);
        AssertCompletes(temp["share"], "zsh/site-functions");
        Assert.Contains(s_version, RealTool.Bash.Run("-c", $"man -l '{temp["share/man/man1/bq2-image-build.1.gz"]}'").Accepts().Said,
            StringComparison.Ordinal);
        Assert.Equal(["COPYRIGHT", "LICENSE", "README.md"], Names(temp["share/doc/bq2"]));
    }

    [Needs("dpkg lintian zsh")]
    [InlineData("linux-x64", "amd64")]
    [InlineData("linux-arm64", "arm64")]
    public void DebianTakesThePackage(string target, string architecture)
    {
        using var temp = new TempFolder();
        string package = ReleaseFiles.At($"bq2_{s_version}_{architecture}.deb");
        Assert.Equal("", Findings(package));
        Install(temp, package);

        Assert.Equal(s_version, Call(target, temp["usr/bin/bq2"], "--version").Said.Trim());
        Assert.Contains("Usage:\n  bq2-efi ", Call(target, temp["usr/bin/bq2-efi"], "--help").Said, StringComparison.Ordinal);
        AssertCompletes(temp["usr/share"], "zsh/vendor-completions");
        Assert.Equal(["changelog.gz", "copyright"], Names(temp["usr/share/doc/bq2"]));

        Dpkg(temp, "--verify", "bq2");
        Dpkg(temp, "--purge", "bq2");
        Assert.False(Directory.Exists(temp["usr"]));
    }

    [Needs("dpkg-deb lintian")]
    [InlineData("rm usr/share/doc/bq2/copyright", "no-copyright-file")]
    [InlineData("rm usr/share/man/man1/bq2-efi.1.gz", "no-manual-page")]
    [InlineData("gunzip usr/share/man/man1/bq2-efi.1.gz", "uncompressed-manual-page")]
    public void LintianObjectsToASpoiledPackage(string spoils, string finding)
    {
        using var temp = new TempFolder();
        RealTool.Bash.Run("-ec", $"""
            dpkg-deb -R '{ReleaseFiles.At($"bq2_{s_version}_amd64.deb")}' '{temp["tree"]}'
            cd '{temp["tree"]}'
            {spoils}
            dpkg-deb --root-owner-group -Zgzip -b . '{temp["spoiled.deb"]}'
            """).Accepts();

        Assert.Contains(finding, Findings(temp["spoiled.deb"]), StringComparison.Ordinal);
    }

    private static string Findings(string package)
    {
        var outcome = new RealTool("lintian").Run("--no-cfg", "--allow-root", package);
        return outcome.Said + outcome.Complained;
    }

    private static void AssertCompletes(string share, string zsh)
    {
        foreach (var (path, shell) in ((string, string)[])
            [("bash-completion/completions/bq2-image", "bash"), ($"{zsh}/_bq2", "zsh"), ("fish/vendor_completions.d/bq2-efi.fish", "fish")])
            Assert.Equal(Bq2Program.Run("completion", shell).Accepts().Said, File.ReadAllText(Path.Combine(share, path)));

        // As compinit loads it: a function whose body is the file.
        string said = RealTool.Bash.Run("-c", $$"""
            zsh -fc 'fpath=({{Path.Combine(share, zsh)}} $fpath); autoload -Uz compinit; compinit -u -D; print $_comps[bq2-image]
                compdef() { }
                _describe() { print asked }; bq2() { print "image\tText" }; words=(bq2 ima) CURRENT=2; _bq2'
            """).Accepts().Said;
        Assert.Equal("_bq2\nasked\n", said);
    }

    /// <summary>Into a system with nothing in it, as an ordinary user could.</summary>
    private static void Install(TempFolder temp, string package)
    {
        Directory.CreateDirectory(temp["var/lib/dpkg/info"]);
        Directory.CreateDirectory(temp["var/lib/dpkg/updates"]);
        File.WriteAllText(temp["var/lib/dpkg/status"], "");
        Dpkg(temp, "--force-depends", "--install", package);
    }

    private static void Dpkg(TempFolder temp, params string[] words) =>
        new RealTool("dpkg").Run(["--root=" + temp.Path, "--force-not-root,bad-path,architecture", .. words]).Accepts();

    private static string[] Names(string folder) =>
        [.. Directory.GetFileSystemEntries(folder).Select(entry => Path.GetFileName(entry)).Order(StringComparer.Ordinal)];

    private static Outcome Call(string target, string program, params string[] words) => (target == "linux-arm64"
        ? new ProgramCall("qemu-aarch64-static", ["-L", "/usr/aarch64-linux-gnu", program, .. words]).Run()
        : new ProgramCall(program, words).Run()).Accepts();

    private static string Tar(params string[] words) => new RealTool("tar").Run(words).Accepts().Said;
}
