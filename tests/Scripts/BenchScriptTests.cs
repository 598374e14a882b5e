namespace Bq2.Tests.Scripts;

/// <summary>eng/bench.sh in each of its modes, on little input, and what makes the input.</summary>
public sealed class BenchScriptTests
{
    [Needs("qemu-img mkfs.fat mcopy time")]
    [InlineData(11)]
    public void DisksAreMeasured(int rows)
    {
        using var temp = new TempFolder();

        Assert.Equal(rows, Rows(Script.Run("eng/bench.sh", "disks", temp["inputs"])));
    }

    [Needs("tar pigz zstd mke2fs mkfs.erofs sgdisk mkfs.fat mcopy qemu-img time")]
    [InlineData(7)]
    public void TreesAreMeasured(int rows)
    {
        using var temp = new TempFolder();

        Assert.Equal(rows, Rows(Script.Run("eng/bench.sh", "trees", "eng", temp["out"])));
    }

    [Needs("clang lld-link-19 llvm-mc time")]
    [InlineData(3)]
    public void LinksAreMeasured(int rows)
    {
        using var temp = new TempFolder();

        Assert.Equal(rows, Rows(Script.Run("eng/bench.sh", "links", temp["inputs"])));
    }

    [Fact]
    public void PeersAreMeasured() => Assert.Equal(14,
        Script.Run("eng/bench.sh", "peers").Accepts().Said.Split('\n').Count(line => line.Contains(" µs | ", StringComparison.Ordinal)));

    [Fact]
    public void BenchmarksRun()
    {
        var outcome = Script.Run("eng/bench.sh", "--filter", "*").Accepts();

        Assert.Contains("executed benchmarks: ", outcome.Said, StringComparison.Ordinal);
        Assert.DoesNotContain("executed benchmarks: 0", outcome.Said, StringComparison.Ordinal);
        Assert.DoesNotContain("There are not any results runs", outcome.Said, StringComparison.Ordinal);
    }

    [Needs("clang")]
    [InlineData(1)]
    public void TheSameObjectsAreMadeTwice(int files)
    {
        using var temp = new TempFolder();
        Script.Run("bench/make-objects.sh", temp["one"], $"{files}").Accepts();
        Script.Run("bench/make-objects.sh", temp["two"], $"{files}").Accepts();

        string[] names = File.ReadAllLines(temp["one/objects.txt"]);
        Assert.Equal(files, names.Length);
        Assert.All(names, name => Assert.Equal(File.ReadAllBytes(temp[$"one/{name}"]), File.ReadAllBytes(temp[$"two/{name}"])));
    }

    [Needs("clang llvm-mc llvm-nm")]
    [InlineData("20")]
    public void AnObjectOfIlcIsMade(string classes)
    {
        using var temp = new TempFolder();
        Script.Run("bench/make-ilc-object.sh", temp["ilc"], classes).Accepts();

        Assert.NotEqual(0, new FileInfo(temp["ilc/large.obj"]).Length);
        Assert.NotEqual(0, new FileInfo(temp["ilc/runtime.obj"]).Length);
    }

    /// <summary>The rows of a table that have figures.</summary>
    internal static int Rows(Outcome outcome) =>
        outcome.Accepts().Said.Split('\n').Count(line => line.StartsWith('|') && line.Contains(" s | ", StringComparison.Ordinal));
}
