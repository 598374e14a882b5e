using Bq2.Tests.Image;

namespace Bq2.Tests.Cli;

/// <summary>rm, mv and mkdir beside mdel, mdeltree, mmove, mren and mmd: the same is left, and fsck.fat has nothing to say.</summary>
public sealed class VolumeEditCommandTests : IDisposable
{
    private const string Judges = "bash mkfs.fat mcopy mdir mmd mdel mdeltree mmove mren mattrib fsck.fat";

    private readonly TempFolder _temp = new();

    [Needs(Judges)]
    [InlineData("12", "mdel -i IMG ::/a.txt", "rm IMG/a.txt")]
    [InlineData("16", "mdel -i IMG ::/a.txt ::/dir/Long.name", "rm IMG/A.TXT IMG/dir/long.NAME")]
    [InlineData("32", "mdeltree -i IMG ::/dir", "rm -r IMG/dir")]
    [InlineData("12", "mdeltree -i IMG ::/dir ::/empty", "rm -r IMG/dir/ IMG/empty")]
    [InlineData("12", "true", "rm -f IMG/none")]
    [InlineData("16", "mmd -i IMG ::/new", "mkdir IMG/new")]
    [InlineData("32", "mmd -i IMG ::/new ::/new/under", "mkdir -p IMG/new/under IMG/new")]
    [InlineData("12", "mmd -i IMG '::/A long folder name'", "mkdir 'IMG/A long folder name/'")]
    [InlineData("12", "mren -i IMG ::/a.txt ::/b.txt", "mv IMG/a.txt IMG/b.txt")]
    [InlineData("16", "mren -i IMG ::/a.txt '::/Now with a long name'", "mv IMG/a.txt 'IMG/Now with a long name'")]
    [InlineData("32", "mmove -i IMG ::/a.txt ::/dir", "mv IMG/a.txt IMG/dir")]
    [InlineData("32", "mmove -i IMG ::/dir/Long.name ::/", "mv IMG/dir/Long.name IMG/")]
    [InlineData("12", "mmove -i IMG ::/dir/deep ::/", "mv IMG/dir/deep IMG/")]
    [InlineData("16", "mmove -i IMG ::/dir ::/empty", "mv IMG/dir IMG/empty")]
    [InlineData("32", "mmove -i IMG ::/empty ::/a.txt ::/dir/deep", "mv IMG/empty IMG/a.txt IMG/dir/deep")]
    [InlineData("32", "mdel -i IMG ::/dir/Long.name && mren -i IMG ::/a.txt ::/Long.name && mmove -i IMG ::/Long.name ::/dir",
        "mv IMG/a.txt IMG/dir/Long.name")]
    public void TheSameIsLeft(string bits, string mtools, string ours)
    {
        Make(bits);
        Shell($"cp IMG start && {mtools} && mv IMG theirs && mv start IMG && '{Bq2Program.File}' image {ours}").Accepts();

        Assert.Equal("", Shell("fsck.fat -n IMG | sed 1d | sed '$d'").Said);
        Assert.Equal(Content("theirs"), Content("IMG"));
    }

    /// <summary>Attributes and times belong to the file, and stay with it when it is moved or renamed.</summary>
    [Needs(Judges)]
    [InlineData("12")]
    public void WhatIsMovedKeepsItsMarksAndTimes(string bits)
    {
        Make(bits);
        Shell("mattrib -i IMG +r +h ::/a.txt").Accepts();
        string time = Shell($"'{Bq2Program.File}' image ls -l IMG/a.txt").Accepts().Said;
        Shell($"'{Bq2Program.File}' image mv IMG/a.txt IMG/dir/b.txt").Accepts();

        Assert.Contains("HR",
            Shell("mattrib -i IMG ::/dir/b.txt").Said.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(time.Replace("a.txt", "b.txt", StringComparison.Ordinal),
            Shell($"'{Bq2Program.File}' image ls -l IMG/dir/b.txt").Accepts().Said);
    }

    [Needs(Judges)]
    [InlineData("rm IMG/none", 1, "there is no file or folder \"none\"")]
    [InlineData("rm IMG/dir", 2, "dir is a folder: add --recursive")]
    [InlineData("rm -r IMG/", 2, "the root of a volume cannot be removed")]
    [InlineData("rm -", 2, "standard input cannot be changed in place")]
    [InlineData("mkdir IMG/dir", 1, "\"dir\" already exists")]
    [InlineData("mkdir IMG/none/x", 1, "there is no folder \"none\" for it: --parents makes it")]
    [InlineData("mkdir -p IMG/a.txt", 1, "a.txt is a file")]
    [InlineData("mkdir 'IMG/what?'", 1, "a FAT name cannot contain '?'")]
    [InlineData("mv IMG/dir IMG/dir/deep/x", 1, "cannot be moved into itself")]
    [InlineData("mv IMG/dir IMG/dir", 1, "cannot be moved into itself")]
    [InlineData("mv IMG/dir IMG/a.txt", 1, "only a file can replace a file")]
    [InlineData("mv IMG/none IMG/x", 1, "there is no file or folder \"none\"")]
    [InlineData("mv IMG/a.txt IMG/none/", 1, "the destination is not an existing folder")]
    [InlineData("mv IMG/a.txt IMG/none/x", 1, "there is no folder \"none\"")]
    [InlineData("mv IMG/a.txt IMG/dir other/x", 2, "is in another volume than other/x")]
    [InlineData("mv IMG/ IMG/x", 2, "the root of a volume cannot be moved")]
    [InlineData("mv IMG/a.txt", 2, "required argument")]
    public void ImpossibleChangesAreReportedAndChangeNothing(string line, int exitCode, string expected)
    {
        Make("12");
        Shell("cp IMG other").Accepts();
        string before = Content("IMG");
        var outcome = Shell($"'{Bq2Program.File}' image {line} <other");

        Assert.Equal(exitCode, outcome.ExitCode);
        Assert.Contains(expected, outcome.Complained, StringComparison.Ordinal);
        Assert.Equal(before, Content("IMG"));
        Assert.Equal("", Shell("fsck.fat -n IMG | sed 1d | sed '$d'").Said);
    }

    public void Dispose() => _temp.Dispose();

    private void Make(string bits)
    {
        File.WriteAllBytes(_temp["bytes"], TestBytes.Make(30_000));
        string size = bits switch { "12" => "2048", "16" => "20000", _ => "40000" };
        Shell($"""
            mkfs.fat -F {bits} -C IMG {size} >/dev/null && mmd -i IMG ::/dir ::/dir/deep ::/empty && printf one >one &&
            mcopy -i IMG one ::/a.txt && mcopy -i IMG bytes ::/dir/Long.name && mcopy -i IMG bytes '::/dir/deep/A file with a long name'
            """).Accepts();
    }

    private string Content(string image) =>
        Shell($"mdir -a -/ -b -i {image} :: | sort; rm -rf all; mkdir all; mcopy -s -i {image} :: all; "
            + "cd all; find . -type f -exec sha256sum {} + | sort").Accepts().Said;

    private Outcome Shell(string line) => RealTool.Bash.Run("-c", $"cd '{_temp.Path}' && PATH=$PATH:/usr/sbin && {line}");
}
