using System.CommandLine;

namespace Bq2.Cli;

/// <summary>Prints the few lines that teach a shell to ask bq2 what may come next.</summary>
internal static class CompletionCommand
{
    public const string Summary = "Prints a script for completion in a shell.";

    private static readonly Dictionary<string, string> s_scripts = new()
    {
        ["bash"] = """
            # In ~/.bashrc: eval "$(bq2 completion bash)"
            _bq2() {
                local IFS=$'\n'
                COMPREPLY=($(compgen -W "$("$1" "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)" -- "$2"))
            }
            complete -o default -F _bq2 NAMES
            """,
        ["zsh"] = """
            # In ~/.zshrc, after compinit: eval "$(bq2 completion zsh)"
            _bq2() {
                local line="${(j: :)words[1,CURRENT]}"
                local -a answers=(${(f)"$($words[1] "[suggest:${#line}]" "$line" 2>/dev/null)"})
                compadd -- $answers || _files
            }
            compdef _bq2 NAMES
            """,
        ["fish"] = """
            # In ~/.config/fish/config.fish: bq2 completion fish | source
            function _bq2
                set -l line (commandline -cp | string collect)
                $argv[1] "[suggest:"(string length -- $line)"]" $line 2>/dev/null
            end
            for name in NAMES
                complete -c $name -a "(_bq2 $name)"
            end
            """,
    };

    public static void Define(Command command)
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh or fish" };
        shell.AcceptOnlyFromAmong([.. s_scripts.Keys]);
        command.Add(shell);
        command.SetAction(words => Print(words.GetRequiredValue(shell)));
    }

    private static int Print(string shell)
    {
        Console.Out.WriteLine(s_scripts[shell].Replace("NAMES", string.Join(' ', Verbs.Names), StringComparison.Ordinal));
        return ExitCode.Done;
    }
}
