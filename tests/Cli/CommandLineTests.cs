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
    [InlineData("completion", "bash, zsh, fish or powershell")]
    public void HelpAtEachLevelNamesWhatIsThere(string level, params string[] expected)
    {
        var outcome = Bq2Program.Run([.. level.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]).Accepts();

        Assert.All(expected, word => Assert.Contains(word, outcome.Said));
    }

    [Theory]
    [InlineData("--version")]
    [InlineData("image --version")]
    [InlineData("image convert --version")]
    [InlineData("efi link --version")]
    public void TheVersionIsANumberAndNothingElse(string line) =>
        Assert.True(Version.TryParse(Bq2Program.Run(line.Split(' ')).Accepts().Said.Trim(), out _));

    [Theory]
    [InlineData("help", "--help")]
    [InlineData("help image", "image --help")]
    [InlineData("help image convert", "image convert --help")]
    [InlineData("image help convert", "image convert --help")]
    [InlineData("efi help", "efi --help")]
    public void HelpMayComeFirst(string line, string same) =>
        Assert.Equal(Bq2Program.Run(same.Split(' ')).Accepts().Said, Bq2Program.Run(line.Split(' ')).Accepts().Said);

    [Theory]
    [InlineData("", "130 interrupted by Ctrl-C")]
    [InlineData("image", "3 something outside failed")]
    [InlineData("image check", "63 the format has nothing to check; 130")]
    [InlineData("image compare", "0 identical; 1 different; 2 an error")]
    public void HelpTellsTheExitCodes(string level, string expected) =>
        Assert.Contains(expected, Bq2Program.Run([.. level.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]).Accepts().Said,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("imag", "bq2: unknown command 'imag'; near: image\n")]
    [InlineData("xyzzy", "bq2: unknown command 'xyzzy'; there are: image, efi, completion\n")]
    [InlineData("image", "bq2: a command is missing")]
    [InlineData("completion", "bq2: required argument 'SHELL' missing for command: 'completion'\n")]
    [InlineData("completion tcsh", "bq2: 'tcsh' is not a supported shell: expected bash, zsh, fish or powershell\n")]
    [InlineData("completion bash zsh", "bq2: unexpected argument 'zsh'\n")]
    [InlineData("image convert -Z a b", "bq2: unknown option '-Z'; near: ")]
    [InlineData("image convert a b -Z", "bq2: unknown option '-Z'; near: ")]
    [InlineData("image info --outptu=json a", "bq2: unknown option '--outptu=json'; near: --output\n")]
    [InlineData("help nothing", "bq2: unknown command 'nothing'; there are: image, efi, completion\n")]
    [InlineData("image help convrt", "bq2: unknown command 'convrt'; near: convert\n")]
    [InlineData("man bq2-image-convrt", "bq2: there is no page 'bq2-image-convrt'; near: bq2-image-convert")]
    [InlineData("man bq2 -o dir", "bq2: -o writes all pages, so PAGE does not go with it\n")]
    [InlineData("image info --quiet --verbose x", "bq2: --quiet and --verbose contradict each other")]
    [InlineData("completion --hlp", "bq2: unknown option '--hlp'; near: --help\n")]
    [InlineData("completion bash --quite", "bq2: unknown option '--quite'; near: --quiet\n")]
    [InlineData("completion @bash", "bq2: '@bash' is not a supported shell")]
    public void AWrongCommandLineIsReportedWithItsUsage(string line, string expected)
    {
        var outcome = Bq2Program.Run(line.Split(' '));

        Assert.Equal(2, outcome.ExitCode);
        Assert.Empty(outcome.Said);
        Assert.StartsWith(expected, outcome.Complained);
        Assert.Matches("\n  usage: bq2 .*\n  try: bq2 .*--help\n$", outcome.Complained);
    }

    [Fact]
    public void AFullDiskIsReportedAsOutsideFailure()
    {
        var outcome = new RealTool("sh").Run("-c", $"'{Bq2Program.File}' completion bash >/dev/full");

        Assert.Equal(3, outcome.ExitCode);
        Assert.Matches("^bq2: No space left on device.*\n  try: free some space", outcome.Complained);
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
