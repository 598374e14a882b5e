using System.Text.Json;
using Bq2.Tests.Image.Archives;

namespace Bq2.Tests.Cli;

/// <summary>diff, between folders, archives and disks.</summary>
public sealed class DiffCommandTests : IDisposable
{
    private readonly TempFolder _temp = ArchiveSample.Make(isOdd: false, more: "rm pipe");

    [Needs("tar")]
    [InlineData("it.tar", "pack in -o it.tar.gz --keep-owners", "it.tar.gz")]
    [InlineData("in", "mkfs ext4 it.img --from in --keep-times --keep-owners --keep-xattrs", "it.img")]
    [InlineData("in", "mkfs erofs it.img --from in", "it.img", "--ignore time")]
    public void TheSameFilesAreEqualWhereverTheyAre(string one, string make, string other, string ignore = "")
    {
        ArchiveSample.Shell(_temp, "cd in; ls -A -1 --zero | LC_ALL=C sort -z | xargs -0 tar cf ../it.tar --format=posix --xattrs --");
        Run(make);

        var outcome = Diff($"{one} {other} {ignore}");

        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Said));
    }

    [Needs("cp")]
    [InlineData("printf x >d/0", "~ d/0: 0 bytes, 1; the first difference is at 0", "~ d/e/zero: 0 bytes, 1; the first difference is at 0")]
    [InlineData("chmod 600 zlong", "~ zlong: mode 644, 600")]
    [InlineData("rm -r empty", "- empty")]
    [InlineData("mkdir -p new/folder; touch -d @5 new", "+ new", "+ new/folder")]
    [InlineData("rm link; ln -s elsewhere link; touch -h -d @1000000000 link", "~ link: leads to ../x/y, elsewhere")]
    [InlineData("touch -d @1234567891 a.txt", "~ a.txt: time 2009-02-13 23:31:30, 2009-02-13 23:31:31")]
    public void DifferencesAreTold(string change, params string[] lines)
    {
        ArchiveSample.Shell(_temp, $"cp -a in other; cd other; {change}");
        ArchiveSample.Shell(_temp, "for i in $(cd in; find . -type d); do [ ! -d other/$i ] || touch -r in/$i other/$i; done");

        var outcome = Diff("in other --ignore links");

        Assert.Equal(1, outcome.ExitCode);
        Assert.All(lines, line => Assert.Contains(line, outcome.Said.Split('\n').Select(each => each.TrimEnd())));
        using var json = JsonDocument.Parse(Diff("in other --ignore links --output json").Said);
        Assert.Equal(outcome.Said.Trim().Split('\n').Length, json.RootElement.GetArrayLength());
    }

    [Theory]
    [InlineData("in nothing", 2)]
    [InlineData("in in --ignore modes", 2)]
    [InlineData("in", 2)]
    public void MistakesAreNotDifferences(string words, int exitCode) => Assert.Equal(exitCode, Diff(words).ExitCode);

    public void Dispose() => _temp.Dispose();

    private Outcome Diff(string words) => Run("diff " + words, accept: false);

    private Outcome Run(string words, bool accept = true)
    {
        string[] all = ["image", .. words.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        var outcome = new ProgramCall(Bq2Program.File, all) { Folder = _temp.Path }.Run();
        return accept ? outcome.Accepts() : outcome;
    }
}
