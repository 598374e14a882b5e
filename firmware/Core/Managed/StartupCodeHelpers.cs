namespace Internal.Runtime.CompilerHelpers;

/// <summary>ilc looks here for how to start: only the words of the command line are wanted, and there are none.</summary>
internal static unsafe class StartupCodeHelpers
{
    internal static void InitializeCommandLineArgsW(int count, char** words)
    {
    }

    internal static string[] GetMainMethodArguments() => [];
}
