using Bq2.Tests.Image;

namespace Bq2.Tests.Cli;

/// <summary>Whatever ends a command, nothing is left that looks like a file: not now, or not after the next run.</summary>
public sealed class InterruptionTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public InterruptionTests() => File.WriteAllBytes(_temp["disk"], TestBytes.Make(4 << 20));

    /// <summary>
    /// As `timeout` does, and a terminal with several processes: the signal comes twice, at moments all over the command's life.
    /// </summary>
    [Fact]
    public void ASignalThatComesTwiceLeavesNothing()
    {
        Parallel.For(0, 60, new() { MaxDegreeOfParallelism = 4 }, i =>
        {
            string target = _temp[$"target{i}"];
            using var process = new Bq2Program().Start("image", "convert", "-f", "raw", "-O", "qcow2", "-c", _temp["disk"], target);
            Thread.Sleep(20 + 5 * i);
            Signals.SendTwice("INT", process);
            Assert.True(process.WaitForExit(TimeSpan.FromSeconds(30)));
        });

        Assert.Empty(Directory.GetFiles(_temp.Path, "*.part"));
    }

    [Fact]
    public void WhatAKilledRunLeftIsRemovedByTheNext()
    {
        using var endless = new Bq2Program().Start(
            "image", "convert", "-f", "raw", "-O", "qcow2", "-o", "preallocation=full", _temp["disk"], _temp["target"]);
        SpinWait.SpinUntil(() => Directory.GetFiles(_temp.Path, "*.part").Length > 0 || endless.HasExited, TimeSpan.FromSeconds(30));
        endless.Kill();
        endless.WaitForExit();

        // Another run's, of the same file and of another, and what only looks like it.
        File.WriteAllText(_temp["target.bq2-1.part"], "left");
        File.WriteAllText(_temp["target.bq2-2.part"], "left");
        File.WriteAllText(_temp["other.bq2-1.part"], "of another file");
        File.WriteAllText(_temp["target.part"], "not ours");
        Bq2Program.Run("image", "convert", "-f", "raw", _temp["disk"], _temp["target"]).Accepts();

        Assert.Equal(["disk", "other.bq2-1.part", "target", "target.part"],
            Directory.GetFiles(_temp.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    public void Dispose() => _temp.Dispose();
}
