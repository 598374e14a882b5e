using Bq2.Image;
using Bq2.Tests.Image;

namespace Bq2.Tests.Cli;

/// <summary>
/// The program at a terminal: what only people see, what a terminal is spared, and that nobody waits for a disk to be typed.
/// </summary>
public sealed class TerminalTests : IDisposable
{
    private const string Escape = "\u001b";

    // Long enough for the bar, which waits a second: whoever reads the pipe begins late.
    private const string Slow = "image convert large - | { sleep 2; cat >/dev/null; }";

    private readonly TempFolder _temp = new();

    public TerminalTests()
    {
        var files = new Tree();
        files.AddFile("text", Content.FromBytes("Zeile für Zeile\n"u8.ToArray()));
        files.AddFile("bytes", Content.FromBytes("\x1b[2J"u8.ToArray()));
        RawImage.Write(_temp["disk"], GptDisk.Plan([new(PartitionType.Esp, FatVolume.Plan(files)) { Name = "na\u001b]0;me" }]));
        File.WriteAllBytes(_temp["large"], TestBytes.Make(4 << 20));
    }

    [Needs("script")]
    [InlineData("image info -")]
    [InlineData("image convert - out")]
    [InlineData("image compare large /dev/stdin")]
    [InlineData("image ls -:1")]
    [InlineData("image cp - disk:1/new")]
    [InlineData("image run -")]
    [InlineData("image build --arch x86_64 --kernel - -o out")]
    [InlineData("efi dump -")]
    [InlineData("efi link - -o out")]
    public void ADiskIsNotTyped(string words)
    {
        var outcome = OnTerminal(words);

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(": standard input is a terminal: redirect a file or a pipe into it", outcome.Said, StringComparison.Ordinal);
        Assert.False(File.Exists(_temp["out"]));
    }

    [Needs("script")]
    [InlineData("image convert large -")]
    [InlineData("image create - 1M")]
    [InlineData("image mkfs fat -")]
    [InlineData("image cat disk:1/bytes")]
    [InlineData("image cp disk:1/bytes -")]
    public void BinaryOutputDoesNotReachATerminal(string words)
    {
        var outcome = OnTerminal(words);

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("is not text", outcome.Said, StringComparison.Ordinal);
        Assert.DoesNotContain(Escape, outcome.Said, StringComparison.Ordinal);
        OnTerminal(words + " | cat >/dev/null").Accepts();
    }

    [Needs("script")]
    [InlineData("image cat disk:1/text")]
    [InlineData("image cp disk:1/text -")]
    public void TextDoes(string words) => Assert.Equal("Zeile für Zeile\n", OnTerminal(words).Accepts().Said);

    /// <summary>Not even .NET's own, which sets the keypad's mode before the first word.</summary>
    [Needs("script")]
    [InlineData("--help")]
    [InlineData("image info disk")]
    [InlineData("image tree disk")]
    [InlineData("image ls disk:1/none")]
    [InlineData("image nonsense")]
    [InlineData("completion bash")]
    public void NoEscapeSequenceIsPrinted(string words) => Assert.DoesNotContain(Escape, OnTerminal(words).Said, StringComparison.Ordinal);

    [Needs("script")]
    [InlineData("image info disk", "\"na\\x1b]0;me\"")]
    public void ANameFromAnImageDoesNotSteerATerminal(string words, string shown)
    {
        Assert.Contains(shown, OnTerminal(words).Accepts().Said, StringComparison.Ordinal);
        Assert.Contains(Escape, OnTerminal(words + " | cat").Accepts().Said, StringComparison.Ordinal);
    }

    [Needs("script")]
    [InlineData("", true, true)]
    [InlineData("NO_COLOR=1", true, false)]
    [InlineData("NO_COLOR=", true, true)]
    [InlineData("TERM=dumb", false, false)]
    public void ABarIsDrawnForSlowWork(string variable, bool isDrawn, bool isColored)
    {
        string said = OnTerminal(Slow, variable).Said;

        Assert.Equal(isDrawn, said.Contains("standard output", StringComparison.Ordinal));
        Assert.Equal(isColored, said.Contains(Escape + "[38;5;", StringComparison.Ordinal));
    }

    [Needs("script")]
    [InlineData("image convert --quiet large - | { sleep 2; cat >/dev/null; }")]
    [InlineData("image convert large - 2>log | { sleep 2; cat >/dev/null; }; cat log")]
    public void QuietOrRedirectedOutputShowsNoProgress(string words) => Assert.Equal("", OnTerminal(words).Said);

    public void Dispose() => _temp.Dispose();

    private Outcome OnTerminal(string words, string variable = "")
    {
        var environment = variable.Length == 0 ? [] : ((string, string)[])[(variable.Split('=')[0], variable.Split('=')[1])];
        return Terminal.Run(_temp.Path, $"'{Bq2Program.File}' {words}", environment);
    }
}
