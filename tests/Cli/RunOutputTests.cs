using System.Runtime.Versioning;
using Bq2.Cli;

namespace Bq2.Tests.Cli;

/// <summary>image run passes on what the machine prints, with a shell script in QEMU's place.</summary>
[SupportedOSPlatform("linux")]
public sealed class RunOutputTests : IDisposable
{
    private readonly FakeQemu _qemu = new();

    [Fact]
    public void PassesOnEveryByteAndEndsAsTheMachineDoes()
    {
        _qemu.Is(@"printf '\377\033[2J\r\nbye'");
        using var run = _qemu.Program.Start(_qemu.Words("--raw"));
        var said = new MemoryStream();
        run.StandardOutput.BaseStream.CopyTo(said);
        run.WaitForExit();

        Assert.Equal(0, run.ExitCode);
        Assert.Equal([0xff, .. "\x1b[2J\r\nbye"u8], said.ToArray());
    }

    /// <summary>Firmware clears the screen, moves the cursor and sets colours; titles and lone control characters go as well.</summary>
    [Theory]
    [InlineData(@"\033[2J\033[01;01H\033[=3hBdsDxe: loading\r\n", "BdsDxe: loading\r\n")]
    [InlineData(@"one\033[02;05Htwo\033[3;1H\033[0mthree\n", "one\r\ntwo\r\nthree\n")]
    [InlineData(@"a\033]0;title\007b\033]0;title\033\\c\033Pdcs\033\\d\n", "abcd\n")]
    [InlineData(@"\033(Ba\033=b\001\000\177\007c\tx\b\n", "abc\tx\b\n")]
    [InlineData(@"\303\244 \342\224\202\n", "ä │\n")]
    public void OnlyPlainTextOfTheMachinesOutputIsShown(string said, string shown)
    {
        _qemu.Is($"printf '{said}'");

        Assert.Equal(shown, _qemu.Program.Call(_qemu.Words()).Accepts().Said);
    }

    [Fact]
    public void ASequenceMayComeInPieces()
    {
        var shown = new MemoryStream();
        var text = new PlainText(shown);
        foreach (byte each in "a\u001b[01;02Hb\u001b]0;title\u001b\\c"u8)
            text.Write([each]);

        Assert.Equal("a\r\nbc"u8, shown.ToArray());
    }

    [Fact]
    public void QuietSaysNothing()
    {
        _qemu.Is("echo done");

        Assert.Empty(_qemu.Program.Call(_qemu.Words("--expect", "done", "--quiet")).Accepts().Said);
    }

    public void Dispose() => _qemu.Dispose();
}
