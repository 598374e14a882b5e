using System.Diagnostics;
using System.Runtime.Versioning;

namespace Bq2.Tests.Cli;

/// <summary>How image run ends: with the expected text, without it, when time runs out, at a signal.</summary>
[SupportedOSPlatform("linux")]
public sealed class RunEndingTests : IDisposable
{
    private readonly FakeQemu _qemu = new();

    [Fact]
    public void SucceedsWhenTheExpectedTextAppears()
    {
        _qemu.Is("printf 'bq2-gu'; sleep 0.1; echo 'est: done'");

        Assert.Equal("bq2-guest: done\n", _qemu.Program.Call(_qemu.Words("--expect", "bq2-guest: done")).Accepts().Said);
    }

    [Fact]
    public void EndsAMachineThatStaysOnAfterTheExpectedText()
    {
        _qemu.Is("echo done; exec sleep 100");
        var clock = Stopwatch.StartNew();
        _qemu.Program.Call(_qemu.Words("--expect", "done")).Accepts();

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(30));
    }

    /// <summary>On some machines a guest with KVM hangs: it is started again in emulation.</summary>
    [Fact]
    public void AMachineThatIsSilentOnThisProcessorIsStartedOnAnEmulatedOne()
    {
        _qemu.Is("""case "$*" in *kvm*) exec sleep 100 ;; *tcg*) echo done ;; esac""");

        Assert.Equal("done\n", _qemu.Program.Call(_qemu.Words("--expect", "done")).Accepts().Said);
    }

    [Theory]
    [InlineData("echo booting; echo '  panic  '", "; its last line: panic\n")]
    [InlineData("echo 'no such device' >&2; echo booting", "; QEMU complained: no such device; its last line: booting\n")]
    [InlineData("exit 0", "; there was no output at all\n  try: was the disk made for x86_64")]
    public void PoweringOffWithoutTheExpectedTextIsAFault(string script, string expected)
    {
        _qemu.Is(script);
        var outcome = _qemu.Program.Call(_qemu.Words("--expect", "done"));

        Assert.Equal(1, outcome.ExitCode);
        Assert.StartsWith($"{_qemu.Temp["disk.img"]}: RUN001: the machine powered off without \"done\"{expected}", outcome.Complained);
    }

    /// <summary>The machine goes on: what it says after the line is shown as well.</summary>
    [Theory]
    [InlineData("--reject", "panic")]
    [InlineData("--reject", "oops", "--reject", "panic")]
    [InlineData("--reject", "panic", "--expect", "done")]
    public void ARejectedTextIsAFaultWithItsLine(params string[] words)
    {
        _qemu.Is(@"printf 'booting\n\033[1mkernel panic at 7\r\n'; echo done");
        var outcome = _qemu.Program.Call(_qemu.Words(words));

        Assert.Equal(1, outcome.ExitCode);
        Assert.Equal($"{_qemu.Temp["disk.img"]}: RUN007: the machine said: kernel panic at 7\n", outcome.Complained);
        Assert.EndsWith("done\n", outcome.Said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("--expect=done", " without \"done\"")]
    public void RunningOutOfTimeIsAFault(string option, string expected)
    {
        _qemu.Is("echo waiting; exec sleep 100");
        var outcome = _qemu.Program.Call([.. _qemu.Words("--timeout", "1"), .. option.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        Assert.Equal(1, outcome.ExitCode);
        Assert.Equal($"{_qemu.Temp["disk.img"]}: RUN002: 1 s passed{expected}; its last line: waiting\n", outcome.Complained);
    }

    [Fact]
    public void AFailingQemuIsAnOutsideFailure()
    {
        _qemu.Is("echo 'no such board' >&2; exit 1");
        var outcome = _qemu.Program.Call(_qemu.Words("--expect", "done"));

        Assert.Equal(3, outcome.ExitCode);
        Assert.Equal("bq2: qemu-system-x86_64 ended with 1: no such board\n", outcome.Complained);
    }

    [Fact]
    public void AMissingQemuIsNamedWithItsPackage()
    {
        string folder = _qemu.Temp.Path;
        var outcome = new Bq2Program { Environment = { ["PATH"] = folder, ["XDG_CONFIG_HOME"] = folder } }.Call(_qemu.Words());

        Assert.Equal(3, outcome.ExitCode);
        Assert.StartsWith("bq2: qemu-system-x86_64 cannot be started: ", outcome.Complained);
        Assert.EndsWith("\n  try: install QEMU: on Debian, the package qemu-system-x86\n", outcome.Complained);
    }

    [Theory]
    [InlineData("TERM", 143)]
    [InlineData("INT", 130)]
    public void ASignalLeavesNoMachineAndNoFile(string signal, int exitCode)
    {
        // The script tells who and where it is; it comes to its first word only when both are written.
        _qemu.Is("echo $$ > pid; echo $TMPDIR > scratch; touch $TMPDIR/file; echo up; exec sleep 100");
        using var run = _qemu.Program.Start(_qemu.Words());
        Assert.Equal("up", run.StandardOutput.ReadLine());

        Signals.Send(signal, run);

        Assert.True(run.WaitForExit(TimeSpan.FromSeconds(30)));
        Assert.Equal(exitCode, run.ExitCode);
        Assert.Empty(run.StandardError.ReadToEnd());
        Assert.False(Directory.Exists("/proc/" + File.ReadAllText(_qemu.Temp["pid"]).Trim()));
        Assert.False(Directory.Exists(File.ReadAllText(_qemu.Temp["scratch"]).Trim()));
    }

    public void Dispose() => _qemu.Dispose();
}
