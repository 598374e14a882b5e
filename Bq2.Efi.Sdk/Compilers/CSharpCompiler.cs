using System.Globalization;
using System.Text.RegularExpressions;

namespace Bq2.Efi.Sdk;

/// <summary>
/// The C# compiler of a .NET SDK, called without a project: source in, an assembly out, compiled against our core library instead of
/// .NET's.
/// </summary>
/// <param name="Dotnet">The program dotnet.</param>
/// <param name="Csc">csc.dll in the SDK's folder.</param>
public sealed partial record CSharpCompiler(string Dotnet, string Csc)
{
    /// <summary>
    /// Usings for every source, as .NET adds them, limited to what is here: a file that says Console.WriteLine is a whole program.
    /// </summary>
    private const string Usings = "global using System;\nglobal using System.Collections.Generic;\nglobal using System.Threading;\n";

    /// <summary>Compiles a program; returns errors and warnings.</summary>
    /// <param name="sources">The files of the program.</param>
    /// <param name="references">The core library first, then the other references.</param>
    /// <param name="output">The assembly to make; its .pdb is written beside it.</param>
    public IReadOnlyList<BuildFault> Compile(IReadOnlyList<string> sources, IReadOnlyList<string> references, string output)
    {
        string usings = Path.ChangeExtension(output, ".usings.cs"), words = Path.ChangeExtension(output, ".csc.rsp");
        File.WriteAllText(usings, Usings);
        File.WriteAllLines(words,
        [
            "-nologo", "-nostdlib+", "-deterministic+", "-optimize+", "-unsafe+", "-target:exe",
            "-utf8output", "-preferreduilang:en-US",
            "-langversion:14", "-nullable:enable", "-debug:portable",
            $"-pathmap:\"{Path.GetDirectoryName(Path.GetFullPath(output))}=/_\"",
            $"-out:\"{output}\"",
            .. references.Select(reference => $"-r:\"{reference}\""),
            .. sources.Append(usings).Select(source => $"\"{source}\""),
        ]);

        if (Tool.Run(Dotnet, ["exec", Csc, "-noconfig", "@" + words]) is not { } outcome)
            return [new(BuildFaults.CompilerMissing.Code, $"cannot start {Dotnet}")];
        var faults = outcome.Said.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Parse).OfType<BuildFault>().ToList();
        if (outcome.ExitCode != 0 && !faults.Exists(fault => !fault.IsWarning))
        {
            string said = string.Join(' ', outcome.Said.Split('\n').Take(3)).Trim();
            faults.Add(new(BuildFaults.CompilerFailed.Code, $"the C# compiler ended with {outcome.ExitCode}: {said}") { File = Csc });
        }

        return faults.Count == 0 ? faults : Explained(faults, references);
    }

    private static List<BuildFault> Explained(List<BuildFault> faults, IReadOnlyList<string> references)
    {
        var missing = new MissingNames(references);
        return faults.ConvertAll(missing.Explain);
    }

    // file(line,column): error CS0103: message; or without a place.
    private static BuildFault? Parse(string line) => Message().Match(line) is { Success: true } match
        ? new(match.Groups["code"].Value, match.Groups["text"].Value.Trim())
        {
            File = match.Groups["file"].Success ? match.Groups["file"].Value : null,
            Line = Number(match.Groups["line"]),
            Column = Number(match.Groups["column"]),
            IsWarning = match.Groups["kind"].Value == "warning",
        }
        : null;

    private static int Number(Group digits) => digits.Success ? int.Parse(digits.Value, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"^((?<file>.+?)\((?<line>\d+),(?<column>\d+)\): )?(?<kind>error|warning) (?<code>\w+): (?<text>.*)$")]
    private static partial Regex Message();
}
