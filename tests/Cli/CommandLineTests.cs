namespace Bq2.Tests.Cli;

public sealed class CommandLineTests
{
    [Fact]
    public void AloneItSaysHowToGetHelpAndThenHelps()
    {
        var outcome = Bq2Program.Run().Accepts();

        Assert.StartsWith("bq2 COMMAND --help", outcome.Said);
        Assert.Contains("Commands:", outcome.Said);
    }

    [Theory]
    [InlineData("", "image", "efi", "completion", "--install", "--quiet", "--version")]
    [InlineData("image", "run")]
    [InlineData("image run", "DISK", "--arch", "--memory", "--timeout", "--expect", "--dry-run")]
    [InlineData("completion", "bash, zsh or fish")]
    public void HelpAtEachLevelNamesWhatIsThere(string level, params string[] expected)
    {
        var outcome = Bq2Program.Run([.. level.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]).Accepts();

        Assert.All(expected, word => Assert.Contains(word, outcome.Said));
    }

    [Fact]
    public void TheVersionIsANumberAndNothingElse() =>
        Assert.True(Version.TryParse(Bq2Program.Run("--version").Accepts().Said.Trim(), out _));

    [Theory]
    [InlineData("imag", "bq2: unknown command 'imag'; near: image\n")]
    [InlineData("xyzzy", "bq2: unknown command 'xyzzy'; there are: image, efi, completion\n")]
    [InlineData("image", "bq2: a command is missing")]
    [InlineData("completion", "bq2: required argument 'SHELL' missing for command: 'completion'\n")]
    [InlineData("completion tcsh", "bq2: argument 'tcsh' not recognized. Must be one of: 'bash' 'zsh' 'fish'\n")]
    [InlineData("completion bash zsh", "bq2: 'zsh' is one word too many\n")]
    [InlineData("completion --hlp", "bq2: unknown option '--hlp'; near: --help\n")]
    [InlineData("completion bash --quite", "bq2: unknown option '--quite'; near: --quiet\n")]
    [InlineData("completion @bash", "bq2: argument '@bash' not recognized.")]
    public void AWrongLineIsToldInOneLineWithItsUsageAndEndsWithTwo(string line, string expected)
    {
        var outcome = Bq2Program.Run(line.Split(' '));

        Assert.Equal(2, outcome.ExitCode);
        Assert.Empty(outcome.Said);
        Assert.StartsWith(expected, outcome.Complained);
        Assert.Matches("\n  usage: bq2 .*\n  try: bq2 .*--help\n$", outcome.Complained);
    }

    [Fact]
    public void AFullDiskIsNobodysFault()
    {
        var outcome = new RealTool("sh").Run("-c", $"'{Bq2Program.File}' completion bash >/dev/full");

        Assert.Equal(3, outcome.ExitCode);
        Assert.Matches("^bq2: No space left on device.*\n  try: make room", outcome.Complained);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("1700000000")]
    public void ATimeToBuildWithIsASecondSince1970(string epoch) =>
        new Bq2Program { Environment = { ["SOURCE_DATE_EPOCH"] = epoch } }.Call("completion", "bash").Accepts();

    [Theory]
    [InlineData("yesterday")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("253402300800")] // the first second of the year 10000
    public void AnythingElseIsRefused(string epoch)
    {
        var outcome = new Bq2Program { Environment = { ["SOURCE_DATE_EPOCH"] = epoch } }.Call("completion", "bash");

        Assert.Equal(2, outcome.ExitCode);
        Assert.StartsWith($"bq2: SOURCE_DATE_EPOCH is '{epoch}': expected seconds since 1970", outcome.Complained);
    }
}
