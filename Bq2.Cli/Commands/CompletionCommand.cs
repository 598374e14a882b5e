using System.CommandLine;

namespace Bq2.Cli;

/// <summary>Prints a short script by which a shell asks bq2 for completions.</summary>
internal static class CompletionCommand
{
    public const string Summary = "Prints a completion script for a shell.";

    // Each script asks bq2 for the words at the cursor, with descriptions if the shell shows them, and completes file names itself.
    private static readonly Dictionary<string, string> s_scripts = new()
    {
        ["bash"] = """
            # In ~/.bashrc: eval "$(bq2 completion bash)"
            _bq2() {
                local word whole=${COMP_LINE:0:COMP_POINT} files=
                whole=${whole##*[[:space:]]}
                COMPREPLY=()
                while IFS=$'\t' read -r word _; do
                    case $word in
                        :files) files=default ;;
                        :folders) files=dirnames ;;
                        *=) compopt -o nospace 2>/dev/null ;;&
                        *) COMPREPLY+=("${word#"${whole%"$2"}"}") ;;
                    esac
                done < <("$1" "[describe:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)
                [ -z "$files" ] || compopt -o "$files" 2>/dev/null
            }
            complete -F _bq2 NAMES
            """,
        ["zsh"] = """
            #compdef NAMES
            # In ~/.zshrc, after compinit: eval "$(bq2 completion zsh)"; or as the file _bq2 in a folder of $fpath
            _bq2() {
                local line="${(j: :)words[1,CURRENT]}" word text
                local -a described open
                while IFS=$'\t' read -r word text; do
                    case $word in
                        :files) compset -P '*='; _files ;;
                        :folders) compset -P '*='; _files -/ ;;
                        *=) open+=("$word") ;;
                        *) described+=("${word//:/\\:}${text:+:$text}") ;;
                    esac
                done < <("$words[1]" "[describe:${#line}]" "$line" 2>/dev/null)
                (( ! $#open )) || compadd -S '' -- $open
                (( ! $#described )) || _describe bq2 described
            }
            compdef _bq2 NAMES
            # Loaded from $fpath, the file is the body of _bq2 for its first call.
            if [[ ${funcstack[1]-} = _bq2 ]]; then _bq2 "$@"; fi
            """,
        ["fish"] = """
            # In ~/.config/fish/config.fish: bq2 completion fish | source
            function _bq2
                set -l line (commandline -cp | string collect)
                for answer in ($argv[1] "[describe:"(string length -- $line)"]" $line 2>/dev/null)
                    switch $answer
                        case :files
                            __fish_complete_path (commandline -ct | string replace -r '^--[^=]*=' '')
                        case :folders
                            __fish_complete_directories (commandline -ct | string replace -r '^--[^=]*=' '')
                        case '*'
                            echo $answer
                    end
                end
            end
            for name in NAMES
                complete -c $name -f -a "(_bq2 $name)"
            end
            """,
        ["powershell"] = """
            # In $PROFILE: bq2 completion powershell | Out-String | Invoke-Expression
            Register-ArgumentCompleter -Native -CommandName 'NAMES'.Split(' ') -ScriptBlock {
                param($wordToComplete, $commandAst, $cursorPosition)
                $line = $commandAst.ToString().PadRight($cursorPosition)
                & $commandAst.CommandElements[0].Value "[describe:$cursorPosition]" $line 2>$null | ForEach-Object {
                    $word, $text = $_ -split "`t", 2
                    if (-not $text) { $text = $word }
                    # What begins with a colon asks for files, which PowerShell offers where it gets nothing.
                    if (-not $word.StartsWith(':')) {
                        [System.Management.Automation.CompletionResult]::new($word, $word, 'ParameterValue', $text)
                    }
                }
            }
            """,
    };

    public static void Define(Command command)
    {
        string[] shells = [.. s_scripts.Keys];
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh, fish or powershell" }.Offering(shells);
        shell.Validators.Add(given =>
        {
            if (given.Tokens is [var token] && !s_scripts.ContainsKey(token.Value))
                given.AddError($"'{token.Value}' is not a supported shell: expected {string.Join(", ", shells[..^1])} or {shells[^1]}");
        });
        command.Add(shell);
        command.SetAction(words => Print(words.GetRequiredValue(shell)));
    }

    private static int Print(string shell)
    {
        Console.Out.WriteLine(s_scripts[shell].Replace("NAMES", string.Join(' ', Verbs.Names), StringComparison.Ordinal));
        return ExitCode.Done;
    }
}
