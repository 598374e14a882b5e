namespace Bq2.Tests.Cli;

/// <summary>What is offered at the cursor, asked as the shells ask, and by the shells themselves.</summary>
public sealed class CompletionTests
{
    [Theory]
    [InlineData("bq2 ima|", "image")]
    [InlineData("./bq2 ima|", "image")]
    [InlineData("bq2 completion |", "bash")]
    [InlineData("bq2 image run --arch |", "aarch64")]
    [InlineData("bq2 image run --arch=|", "--arch=aarch64")]
    [InlineData("bq2 image run --arch=aa|", "--arch=aarch64")]
    [InlineData("bq2 image info --output j|", "json")]
    [InlineData("bq2 completion --qu|", "--quiet")]
    [InlineData("bq2 co| bash", "completion")]
    [InlineData("bq2 help i|", "image")]
    [InlineData("bq2 image help con|", "convert")]
    [InlineData("bq2 man bq2-image-co|", "bq2-image-convert")]
    [InlineData("bq2 image convert -o c|", "cluster_size=")]
    [InlineData("bq2 image convert -o preallocation=f|", "preallocation=full")]
    [InlineData("bq2 image convert -o compat=1.1,pre|", "compat=1.1,preallocation=")]
    [InlineData("bq2 image mkfs fat3|", "fat32")]
    [InlineData("bq2 efi verify --policy sh|", "shim-nx")]
    [InlineData("bq2 image --verbose inf|", "info")]
    public void AnswersForTheWordAtTheCursor(string line, string expected) =>
        Assert.Contains(expected, Ask(line).Accepts().Said.Split('\n'));

    [Theory]
    [InlineData("bq2 completion |", "image")]
    [InlineData("bq2 image info |", "--output")]        // a file is due, and an option only behind a dash
    [InlineData("bq2 image info -- -|", "--output")]
    [InlineData("bq2 image run --expect |", "--arch")]
    [InlineData("bq2 |", "man")]
    public void DoesNotOfferWhatCannotFollow(string line, string word) =>
        Assert.DoesNotContain(word, Ask(line).Accepts().Said.Split('\n'));

    /// <summary>The whole answer, with what each word is for; files and folders are the shell's to find.</summary>
    [Theory]
    [InlineData("bq2 image info |", ":files")]
    [InlineData("bq2 image info -- |", ":files")]
    [InlineData("bq2 image cp a b c|", ":files")]
    [InlineData("bq2 image convert --verbose in.raw |", ":files")]
    [InlineData("bq2 image build --kernel |", ":files")]
    [InlineData("bq2 image build --kernel=|", ":files")]
    [InlineData("bq2 image build --from v|", ":files")]
    [InlineData("bq2 --install |", ":folders")]
    [InlineData("bq2 efi link -o |", ":files")]
    [InlineData("bq2 image convert a b c|", "")]
    [InlineData("bq2 image run --timeout |", "")]
    [InlineData("bq2 image convert --sy|", "--sync\tSync the output to the disk")]
    [InlineData("bq2 comp|", "completion\tPrints a completion script for a shell.")]
    [InlineData("bq2 imag|", "image\tMakes disks, looks into them and boots them.")]
    public void TellsWhatEachIsForAndWhereFilesAreDue(string line, string expected) =>
        Assert.Equal(expected, Ask(line, "describe").Accepts().Said.TrimEnd('\n'));

    [Fact]
    public void AQuestionWithoutAPositionIsRefused() => Assert.Equal(2, Bq2Program.Run("[suggest:here]", "bq2 ").ExitCode);

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    [InlineData("powershell")]
    public void EachShellGetsAScriptThatNamesEveryName(string shell) =>
        Assert.Contains("bq2 bq2-image bq2-efi", Bq2Program.Run("completion", shell).Accepts().Said);

    [Needs("bash")]
    [InlineData("bq2 ima", "image")]
    [InlineData("bq2 completion f", "fish")]
    [InlineData("bq2 image run --arch=aa", "aarch64")]                   // bash ends a word at =
    [InlineData("bq2 image convert -o compat=1.1,pre", "1.1,preallocation=")]
    [InlineData("bq2 image build --kernel=vm", "")]                      // left to bash's own
    public void BashItselfCompletesWithTheScript(string line, string expected)
    {
        string word = line.Split(' ', '=') is [.., var last] ? last : "";
        if (line.Contains("-o ", StringComparison.Ordinal))
            word = "1.1,pre";
        Assert.Equal(expected, Shell("bash", $$"""
            eval "$(bq2 completion bash)"
            COMP_LINE='{{line}}' COMP_POINT={{line.Length}} COMP_WORDS=({{line}}) COMP_CWORD={{line.Split(' ').Length - 1}}
            _bq2 bq2 '{{word}}'
            echo "${COMPREPLY[@]}"
            """));
    }

    /// <summary>At a terminal of their own, where a person presses Tab.</summary>
    [Needs("bash script")]
    [InlineData("bq2 image info vm\t\n", "vmlinuz")]
    [InlineData("bq2 image build --kernel=vm\t\n", "--kernel=vmlinuz")]
    [InlineData("bq2 image build --kernel vm\t\n", "--kernel vmlinuz")]
    [InlineData("bq2 image unpack x fol\t\n", "x folder/")]
    [InlineData("bq2 image run --ar\taa\t\n", "--arch aarch64")]
    public void BashItselfAtATerminal(string keys, string expected)
    {
        using var temp = new TempFolder();
        Directory.CreateDirectory(temp["folder"]);
        File.WriteAllText(temp["vmlinuz"], "");
        Bq2Program.Run("--install", temp.Path).Accepts();
        File.WriteAllText(temp["rc"],
            $"cd '{temp.Path}'; PATH='{temp.Path}':$PATH; eval \"$(bq2 completion bash)\"; bq2() {{ echo \"typed: $*\"; }}; PS1=\n");

        // The function stands in the way of the program only where a line is run: the script asks by its path.
        string said = Terminal.Type($"bash --rcfile '{temp["rc"]}' -i", keys.Replace("bq2 ", $"{temp["bq2"]} ", StringComparison.Ordinal));

        Assert.Contains(expected, said, StringComparison.Ordinal);
    }

    [Needs("fish")]
    [InlineData("bq2 ima", "image\tMakes disks, looks into them and boots them.")]
    [InlineData("bq2 image run --arch aa", "aarch64")]
    [InlineData("bq2 image run --arch=aa", "--arch=aarch64")]
    [InlineData("bq2 image info vm", "vmlinuz")]
    [InlineData("bq2 image build --kernel vm", "vmlinuz")]
    [InlineData("bq2 image unpack x fol", "folder/\tDirectory")]
    public void FishItselfCompletesWithTheScript(string line, string expected) =>
        Assert.Contains(expected, Shell("fish", $"bq2 completion fish | source; complete -C '{line}'").Split('\n'));

    /// <summary>zsh's completion works at a terminal only, so that here its functions tell what they were called with.</summary>
    [Needs("zsh")]
    [InlineData("bq2 ima", "_describe image:Makes disks, looks into them and boots them.")]
    [InlineData("bq2 image run --arch=aa", "_describe --arch=aarch64")]
    [InlineData("bq2 image convert -o pre", "compadd preallocation=")]
    [InlineData("bq2 image info vm", "_files")]
    [InlineData("bq2 image unpack x fol", "_files -/")]
    public void ZshItselfCompletesWithTheScript(string line, string expected) =>
        Assert.Equal(expected, Shell("zsh", $$"""
            compdef() { }
            compset() { }
            compadd() { shift 3; echo "compadd $*" }
            _files() { echo "_files${*:+ $*}" }
            _describe() { echo "_describe ${described[@]}" }
            eval "$(bq2 completion zsh)"
            words=({{line}}) CURRENT={{line.Split(' ').Length}}
            _bq2
            """));

    private static string Shell(string shell, string script)
    {
        using var temp = new TempFolder();
        Directory.CreateDirectory(temp["folder"]);
        File.WriteAllText(temp["vmlinuz"], "");
        Bq2Program.Run("--install", temp.Path).Accepts();
        var outcome = new ProgramCall(shell, "-c", script)
        {
            Folder = temp.Path,
            Environment = { ["PATH"] = $"{temp.Path}:{Environment.GetEnvironmentVariable("PATH")}", ["HOME"] = temp.Path },
        }.Run();
        Assert.Equal("", outcome.Complained);
        return outcome.Said.TrimEnd('\n', ' ');
    }

    private static Outcome Ask(string line, string question = "suggest") =>
        Bq2Program.Run($"[{question}:{line.IndexOf('|')}]", line.Replace("|", ""));
}
