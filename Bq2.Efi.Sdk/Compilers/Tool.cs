using System.ComponentModel;
using Bq2.Efi.Work;

namespace Bq2.Efi.Sdk;

/// <summary>A compiler that is a separate program. Its options are in a file, since a command line may be too short.</summary>
internal static class Tool
{
    /// <summary>Its output and exit code; null if it could not be started.</summary>
    public static (int ExitCode, string Said)? Run(string program, params IReadOnlyList<string> words)
    {
        try
        {
            // Compilers answer in the user's language; we parse English.
            var outcome = OtherProgram.Run(program, words, ("DOTNET_CLI_UI_LANGUAGE", "en"), ("DOTNET_TieredPGO", "0"));
            return (outcome.ExitCode, outcome.Said + outcome.Complained);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
