using System.Diagnostics;

namespace Bq2.Tests.Cli;

public sealed class CompletionTests
{
    [Theory]
    [InlineData("bq2 ima|", "image")]
    [InlineData("./bq2 ima|", "image")]
    [InlineData("bq2 completion |", "bash")]
    [InlineData("bq2 image run --arch |", "aarch64")]
    [InlineData("bq2 completion --qu|", "--quiet")]
    [InlineData("bq2 co| bash", "completion")]
    public void AnswersForTheWordAtTheCursor(string line, string expected) =>
        Assert.Contains(expected, Ask(line).Accepts().Said.Split('\n'));

    [Fact]
    public void DoesNotOfferWhatCannotFollow() =>
        Assert.DoesNotContain("image", Ask("bq2 completion |").Accepts().Said.Split('\n'));

    [Fact]
    public void AQuestionWithoutAPositionIsRefused() => Assert.Equal(2, Bq2Program.Run("[suggest:here]", "bq2 ").ExitCode);

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    public void EachShellGetsAScriptThatNamesEveryName(string shell) =>
        Assert.Contains("bq2 bq2-image bq2-efi", Bq2Program.Run("completion", shell).Accepts().Said);

    [Needs("bash")]
    [InlineData("bq2 ima", "image")]
    [InlineData("bq2 completion f", "fish")]
    public void BashItselfCompletesWithTheScript(string line, string expected)
    {
        using var temp = new TempFolder();
        Bq2Program.Run("--install", temp.Path).Accepts();
        string script = $$"""
            eval "$(bq2 completion bash)"
            COMP_LINE='{{line}}' COMP_POINT={{line.Length}} COMP_WORDS=({{line}}) COMP_CWORD={{line.Split(' ').Length - 1}}
            _bq2 bq2 '{{line.Split(' ')[^1]}}'
            echo "${COMPREPLY[@]}"
            """;
        var start = new ProcessStartInfo("bash", ["-c", script]) { RedirectStandardOutput = true };
        start.Environment["PATH"] = $"{temp.Path}:{Environment.GetEnvironmentVariable("PATH")}";
        using var bash = Process.Start(start)!;

        Assert.Equal(expected, bash.StandardOutput.ReadToEnd().Trim());
    }

    private static Outcome Ask(string line) => Bq2Program.Run($"[suggest:{line.IndexOf('|')}]", line.Replace("|", ""));
}
