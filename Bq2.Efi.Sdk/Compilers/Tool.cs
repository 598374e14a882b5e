using System.ComponentModel;
using System.Diagnostics;

namespace Bq2.Efi.Sdk;

/// <summary>A compiler that is a program of its own: started with its words in a file, as a line may be too short for them.</summary>
internal static class Tool
{
    /// <summary>What it said, and how it ended; null where it could not be started.</summary>
    public static (int ExitCode, string Said)? Run(string program, params IReadOnlyList<string> words)
    {
        var start = new ProcessStartInfo(program, words)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // What compilers say goes by the language of whoever started them; what we look for in it is English.
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["DOTNET_TieredPGO"] = "0";
        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            var errors = process.StandardError.ReadToEndAsync();
            string said = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, said + errors.Result);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
