using Bq2.Tests.Image;

namespace Bq2.Tests.Cli;

/// <summary>Whatever stops a command: what stands under the name of its output is the old file or the whole new one.</summary>
public sealed class OldFileIsKeptTests : IDisposable
{
    private readonly TempFolder _temp = new();

    [Fact]
    public void ASignalLeavesNoTemporaryFileAndTheOldOneStands()
    {
        Directory.CreateDirectory(_temp["tree"]);
        using (var large = File.OpenHandle(_temp["tree/large"], FileMode.CreateNew, FileAccess.Write))
            RandomAccess.SetLength(large, uint.MaxValue);   // holes, but long to read
        File.WriteAllText(_temp["esp.img"], "old");

        using var run = new Bq2Program().Start("image", "mkfs", "fat", _temp["esp.img"], "--from", _temp["tree"]);
        Assert.True(SpinWait.SpinUntil(() => Directory.GetFiles(_temp.Path, "*.part").Length > 0, TimeSpan.FromSeconds(30)));
        Signals.Send("TERM", run);

        Assert.True(run.WaitForExit(TimeSpan.FromSeconds(30)));
        Assert.Equal(143, run.ExitCode);
        Assert.Empty(Directory.GetFiles(_temp.Path, "*.part"));
        Assert.Equal("old", File.ReadAllText(_temp["esp.img"]));
    }

    /// <summary>A killed process cannot clean up, but the file under the final name is complete.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(60)]
    public void AKillLeavesTheOldFileUnderItsName(int milliseconds)
    {
        Directory.CreateDirectory(_temp["tree"]);
        using (var large = File.OpenHandle(_temp["tree/large"], FileMode.CreateNew, FileAccess.Write))
            RandomAccess.Write(large, TestBytes.Make(50_000_000), 0);
        File.WriteAllText(_temp["esp.img"], "old");

        using var run = new Bq2Program().Start("image", "mkfs", "fat", _temp["esp.img"], "--from", _temp["tree"], "--size", "300M");
        Assert.True(SpinWait.SpinUntil(() => run.HasExited || Directory.GetFiles(_temp.Path, "*.part").Length > 0,
            TimeSpan.FromSeconds(30)));
        Thread.Sleep(milliseconds);
        run.Kill();
        run.WaitForExit();

        Assert.True(File.ReadAllBytes(_temp["esp.img"]) is [(byte)'o', (byte)'l', (byte)'d'] or { Length: 300 << 20 });
    }

    [Needs("unshare mount")]
    [InlineData("mkfs fat OUT --from TREE")]
    [InlineData("mkfs fat -O qcow2 OUT --from TREE")]
    [InlineData("convert -O raw TREE/large OUT")]
    [InlineData("convert -O qcow2 -c TREE/large OUT")]
    public void AFullDiskIsReportedAndTheOldFileIsKept(string line)
    {
        Directory.CreateDirectory(_temp["tree"]);
        Directory.CreateDirectory(_temp["small"]);
        File.WriteAllBytes(_temp["tree/large"], TestBytes.Make(5_000_000));
        string words = line.Replace("OUT",
            _temp["small/out"], StringComparison.Ordinal).Replace("TREE", _temp["tree"], StringComparison.Ordinal);
        string script = $"""
            mount -t tmpfs -o size=2m none {_temp["small"]} && echo old > {_temp["small/out"]} || exit 99
            {Bq2Program.File} image {words}
            echo "exit $?, $(ls -A {_temp["small"]}) is $(cat {_temp["small/out"]})"
            """;

        var outcome = WithOwnMounts(script).Accepts();

        Assert.Equal("exit 3, out is old\n", outcome.Said);
        Assert.Contains("try: free some space", outcome.Complained, StringComparison.Ordinal);
    }

    [Needs("unshare mount")]
    [InlineData("mkfs fat OUT")]
    [InlineData("create -f qcow2 OUT 1G")]
    public void AReadOnlyOutputIsAnOutsideFailure(string line)
    {
        Directory.CreateDirectory(_temp["closed"]);
        string words = line.Replace("OUT", _temp["closed/out"], StringComparison.Ordinal);
        string script = $"mount -t tmpfs -o ro none {_temp["closed"]} && {Bq2Program.File} image {words}";

        var outcome = WithOwnMounts(script);

        Assert.Equal(3, outcome.ExitCode);
        Assert.Contains("mounted read-only", outcome.Complained, StringComparison.Ordinal);
    }

    public void Dispose() => _temp.Dispose();

    /// <summary>A shell in a mount namespace of its own.</summary>
    private static Outcome WithOwnMounts(string script)
    {
        string[] asRoot = Environment.IsPrivilegedProcess ? [] : ["--user", "--map-root-user"];
        return new RealTool("unshare").Run([.. asRoot, "--mount", "sh", "-c", script]);
    }
}
