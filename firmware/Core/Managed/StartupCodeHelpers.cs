namespace Internal.Runtime.CompilerHelpers;

/// <summary>ilc looks here for the start: it only needs the arguments, and there are none.</summary>
internal static unsafe class StartupCodeHelpers
{
    internal static void InitializeCommandLineArgsW(int count, char** words)
    {
    }

    internal static string[] GetMainMethodArguments() => [];
}
