using Bq2.Image;
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

    /// <summary>What is changed in place stops where it is whole: no leaks, no mark of an interrupted writer, and the same disk.</summary>
    [Needs("qemu-img")]
    [InlineData("commit")]
    [InlineData("rebase")]
    public void AChangeInPlaceStopsWhole(string verb)
    {
        const string options = "cluster_size=512";
        File.WriteAllBytes(_temp["new"], TestBytes.Make(16 << 20, 2));
        Bq2Program.Run("image", "convert", "-f", "raw", "-O", "qcow2", "-o", options, _temp["new"], _temp["data"]).Accepts();
        Bq2Program.Run("image", "create", "-f", "qcow2", "-o", options, _temp["below"], "16M").Accepts();
        int stopped = 0;
        Parallel.For(0, 16, new() { MaxDegreeOfParallelism = 2 }, i =>
        {
            var (below, top) = (_temp[$"below{i}"], _temp[$"top{i}"]);
            File.Copy(_temp["below"], below);
            MakeOverlay(verb, below, top, options);
            string[] words = verb == "commit" ? ["commit", "--allow-backing", top]
                : ["rebase", "--allow-backing", "-b", _temp["below"], "-F", "qcow2", top];
            using var process = new Bq2Program().Start(["image", .. words]);
            Thread.Sleep(SoonOrLate(i));
            Signals.SendTwice("INT", process);
            Assert.True(process.WaitForExit(TimeSpan.FromSeconds(30)));
            Assert.True(process.ExitCode is 0 or 130, $"exit code {process.ExitCode}");
            Interlocked.Add(ref stopped, process.ExitCode == 130 ? 1 : 0);

            foreach (string image in (string[])[below, top])
            {
                RealTool.QemuImg.Run("check", image).Accepts();
                Assert.False(DiskInfo.Of(image).IsDirty);
            }

            RealTool.QemuImg.Run("compare", "-f", "raw", "-F", "qcow2", _temp["new"], top).Accepts();
        });

        Assert.NotEqual(0, stopped);
    }

    // A commit moves what the overlay holds; a rebase copies into it what only the old backing file has.
    private void MakeOverlay(string verb, string below, string top, string options)
    {
        if (verb == "rebase")
        {
            RealTool.QemuImg.Run("create", "-q", "-f", "qcow2", "-o", options, "-b", _temp["data"], "-F", "qcow2", top).Accepts();
            return;
        }

        File.Copy(_temp["data"], top);
        RealTool.QemuImg.Run("rebase", "-u", "-f", "qcow2", "-F", "qcow2", "-b", below, top).Accepts();
    }

    [Needs("fsck.fat")]
    [InlineData("a.bin")]
    public void ACopyIntoAVolumeStopsWhole(string name)
    {
        File.WriteAllBytes(_temp["large"], TestBytes.Make(64 << 20, 3));
        Bq2Program.Run("image", "mkfs", "fat", _temp["fat"], "--size", "100M").Accepts();
        Parallel.For(0, 12, new() { MaxDegreeOfParallelism = 2 }, i =>
        {
            string volume = _temp[$"fat{i}"];
            File.Copy(_temp["fat"], volume);
            using var process = new Bq2Program().Start("image", "cp", _temp["large"], $"{volume}/{name}");
            Thread.Sleep(SoonOrLate(i));
            Signals.SendTwice("INT", process);
            Assert.True(process.WaitForExit(TimeSpan.FromSeconds(30)));

            RealTool.FsckFat.Run("-n", volume).Accepts();
        });
    }

    public void Dispose() => _temp.Dispose();

    // Milliseconds: a native program has begun after 10 and may be done after 30, the ordinary one takes ten times that.
    private static int SoonOrLate(int i) => 5 + 3 * i * i;
}
