namespace Bq2.Tests.Cli;

/// <summary>The manual pages, which mandoc and groff judge, and which must say what help says.</summary>
public sealed class ManualTests
{
    [Needs("mandoc man groff")]
    [InlineData("mandoc")]
    [InlineData("groff")]
    public void EveryPageIsSound(string judge)
    {
        using var temp = new TempFolder();
        new Bq2Program { Environment = { ["SOURCE_DATE_EPOCH"] = "1700000000" } }.Call("man", "-o", temp.Path).Accepts();
        string[] pages = Directory.GetFiles(temp.Path);

        Assert.Contains(temp["bq2-image-convert.1"], pages);
        Assert.All(pages, page =>
        {
            Assert.Equal(("", ""), Findings(judge, page));
            File.WriteAllText(page, File.ReadAllText(page).Replace(".SH NAME\n", ".SH NAME\n.nonsense\n\\fX", StringComparison.Ordinal));
            Assert.NotEqual(("", ""), Findings(judge, page));
        });
    }

    [Needs("man")]
    [InlineData("bq2", "image")]
    [InlineData("bq2-image-convert", "-O raw|qcow2", "-o KEY=VALUE,…", "--allow-backing", "--quiet", "130", "SOURCE_DATE_EPOCH",
        "SRC DST [options]")]
    [InlineData("bq2-image-create", "FILE [SIZE]")]
    [InlineData("bq2-image-check", "63", "the format has nothing to check")]
    [InlineData("bq2-efi-link", "OBJ -o OUT [options]", "efi link")]
    [InlineData("efi-app-builder", "--input PATH")]
    public void APageSaysWhatHelpSays(string page, params string[] expected)
    {
        using var temp = new TempFolder();
        File.WriteAllText(temp["page.1"], Bq2Program.Run("man", page).Accepts().Said);

        string shown = RealTool.Bash.Run("-c", $"MANWIDTH=140 man -l '{temp["page.1"]}' | col -b").Accepts().Said;
        Assert.All(expected, words => Assert.Contains(words, shown, StringComparison.Ordinal));
    }

    [Fact]
    public void ThereIsAPageForEveryCommand()
    {
        using var temp = new TempFolder();
        Bq2Program.Run("man", "-o", temp.Path, "--quiet").Accepts();
        foreach (string name in (string[])["image", "efi"])
        {
            string help = Bq2Program.Run(name, "--help").Accepts().Said;
            string[] commands = [.. help[help.IndexOf("Commands:", StringComparison.Ordinal)..].Split('\n').Skip(1)
                .Select(line => line.Trim().Split(' ')[0]).Where(word => word.Length > 0)];
            Assert.NotEmpty(commands);
            Assert.All(commands, command => Assert.True(File.Exists(temp[$"bq2-{name}-{command}.1"]), command));
        }
    }

    // mandoc's advice on style, such as on the width of a line, is not a fault of the page.
    private static (string Said, string Complained) Findings(string judge, string page)
    {
        var outcome = judge == "mandoc"
            ? new RealTool("mandoc").Run("-Tlint", "-W", "warning", page)
            : RealTool.Bash.Run("-c", $"groff -K utf8 -man -ww -z '{page}'");
        return (outcome.Said, outcome.Complained);
    }
}
