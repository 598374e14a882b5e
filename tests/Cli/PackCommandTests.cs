using System.Text.Json;
using Bq2.Image;
using Bq2.Tests.Image.Archives;

namespace Bq2.Tests.Cli;

/// <summary>pack and unpack, as people call them.</summary>
public sealed class PackCommandTests : IDisposable
{
    private readonly TempFolder _temp = ArchiveSample.Make(isOdd: false);

    [Theory]
    [InlineData("it.tar", "tar")]
    [InlineData("it.tar.gz", "gzip")]
    [InlineData("it.tgz", "gzip")]
    [InlineData("it.tar.zst", "zstd")]
    public void TheNameSaysHowItIsPacked(string name, string packing)
    {
        var outcome = Bq2("pack", _temp["in"], "-o", _temp[name], "--digest", "--output", "json").Accepts();

        using var answer = JsonDocument.Parse(outcome.Said);
        var root = answer.RootElement;
        Assert.Equal(packing == "tar" ? "none" : packing, root.GetProperty("packing").GetString());
        Assert.Equal(new FileInfo(_temp[name]).Length, root.GetProperty("file-length").GetInt64());
        string sum = new RealTool("sha256sum").Run(_temp[name]).Accepts().Said;
        Assert.StartsWith(root.GetProperty("file-sha256").GetString()!, sum, StringComparison.Ordinal);
        Assert.Equal(TreeText.Of(ArchiveSample.Read(_temp)), TreeText.Of(Tree.FromTar(_temp[name])));
    }

    [Theory]
    [InlineData("cat x.tgz | bq2 image pack - -o - | cmp - it.tar")]
    [InlineData("bq2 image pack - -o - --packing none <it.tar | cmp - it.tar")]
    [InlineData("bq2 image pack it.tar -o - --packing gzip | bq2 image pack - -o out.tar; cmp out.tar it.tar")]
    [InlineData("bq2 image pack <(cat x.tgz) -o out.tar; cmp out.tar it.tar")]
    [InlineData("bq2 image unpack - out <x.tgz; bq2 image pack out -o out.tar; cmp out.tar it.tar")]
    [InlineData("bq2 image unpack in out; diff -r --no-dereference in out -x pipe -x 513")]
    [InlineData("cp -a in out; umask 077; cd out; TZ=Asia/Tokyo bq2 image pack . -o ../out.tar; cmp ../out.tar ../it.tar")]
    public void PipesAndPlacesGiveTheSameBytes(string script)
    {
        Bq2("pack", _temp["in"], "-o", _temp["it.tar"]).Accepts();
        Bq2("pack", _temp["in"], "-o", _temp["x.tgz"]).Accepts();

        ArchiveSample.Shell(_temp, $"bq2() {{ {Bq2Program.File} \"$@\"; }}; set -o pipefail; {script}");
    }

    [Fact]
    public void SourceDateEpochIsTheLatestTime()
    {
        var program = new Bq2Program { Environment = { ["SOURCE_DATE_EPOCH"] = "1300000000" } };
        program.Call("image", "pack", _temp["in"], "-o", _temp["it.tar"]).Accepts();
        Bq2("pack", _temp["in"], "-o", _temp["other.tar"], "--clamp-time", "1300000000").Accepts();

        Assert.Equal(File.ReadAllBytes(_temp["other.tar"]), File.ReadAllBytes(_temp["it.tar"]));
        var tree = Tree.FromTar(_temp["it.tar"]);
        Assert.Equal((1234567890, 1300000000),
            (tree.Find("a.txt")!.Attributes.Time!.Value.Seconds, tree.Find("d/511")!.Attributes.Time!.Value.Seconds));
    }

    [Fact]
    public void AVolumeInADiskIsASourceToo()
    {
        ArchiveSample.Shell(_temp, "mkdir -p files/a/b; printf one >files/a/b/c; printf two >files/d");
        Bq2("pack", _temp["files"], "-o", _temp["files.tar.gz"]).Accepts();

        Bq2("mkfs", "fat", _temp["it.img"], "--from", _temp["files.tar.gz"]).Accepts();
        var said = Bq2("pack", _temp["it.img"], "-o", _temp["whole.tar"], "--verbose").Accepts();
        Bq2("unpack", $"{_temp["it.img"]}/a", _temp["out"]).Accepts();

        Assert.Contains("a fat filesystem", said.Complained, StringComparison.Ordinal);
        Assert.Equal(["a", "a/b", "a/b/c", "d"], Tree.FromTar(_temp["whole.tar"]).Walk().Select(entry => entry.Path));
        Assert.Equal("one", File.ReadAllText(_temp["out/b/c"]));
    }

    [Theory]
    [InlineData("it.tar.xz", 2, "xz can be unpacked, but not packed")]
    [InlineData("it.tar.gz --level 10", 2, "gzip has levels 1 to 9")]
    [InlineData("missing/it.tar", 3, "missing")]
    public void WhatCannotBePackedIsRefused(string target, int exitCode, string expected)
    {
        string[] words = target.Split(' ');
        var outcome = Bq2(["pack", _temp["in"], "-o", _temp[words[0]], .. words[1..]]);

        Assert.Equal(exitCode, outcome.ExitCode);
        Assert.Contains(expected, outcome.Complained, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("printf x >it", 1, "IMG")]
    [InlineData("printf x >a; tar cf it --xform='s,^,../,' -P a", 1, "ARC004")]
    [InlineData("seq 20000 | gzip >it", 1, "ARC001")]
    [InlineData("tar cf a in; gzip a; head -c 500 a.gz >it", 1, "IMG067")]
    public void WhatCannotBeUnpackedIsRefused(string make, int exitCode, string expected)
    {
        ArchiveSample.Shell(_temp, make);
        var outcome = Bq2("unpack", _temp["it"], _temp["out"]);

        Assert.Equal(exitCode, outcome.ExitCode);
        Assert.Contains(expected, outcome.Complained, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_temp["out"]));
    }

    [Fact]
    public void ABombNeedsTheSwitch()
    {
        ArchiveSample.Shell(_temp, "truncate -s 9M zeros; tar czf it.tgz zeros");

        var refused = Bq2("unpack", _temp["it.tgz"], _temp["out"], "--max-unpacked", "8M");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("--max-unpacked", refused.Complained, StringComparison.Ordinal);
        Bq2("unpack", _temp["it.tgz"], _temp["out"], "--max-unpacked", "10M").Accepts();
        Assert.Equal(9 << 20, new FileInfo(_temp["out/zeros"]).Length);
    }

    public void Dispose() => _temp.Dispose();

    private static Outcome Bq2(params string[] words) => Bq2Program.Run(["image", .. words]);
}
