using System.ComponentModel;
using System.Diagnostics;

namespace Bq2.Efi.Sdk;

/// <summary>A compiler that is a separate program. Its options are in a file, since a command line may be too short.</summary>
internal static class Tool
{
    /// <summary>Its output and exit code; null if it could not be started.</summary>
    public static (int ExitCode, string Said)? Run(string program, params IReadOnlyList<string> words)
    {
        var start = new ProcessStartInfo(program, words)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // Compilers answer in the user's language; we parse English.
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
