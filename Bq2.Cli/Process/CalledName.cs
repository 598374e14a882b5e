namespace Bq2.Cli;

/// <summary>The name this process was called by. .NET does not report it: it reports the assembly's name.</summary>
internal static class CalledName
{
    private const string Words = "/proc/self/cmdline";

    public static string Of(string assembly)
    {
        string first = File.Exists(Words) ? File.ReadAllText(Words).Split('\0')[0] : Environment.ProcessPath ?? assembly;
        string name = Path.GetFileName(first);

        // Under `dotnet bq2.dll`, or bq2.exe on other systems, use the assembly's name.
        return name == "dotnet" || !File.Exists(Words) ? Path.GetFileNameWithoutExtension(assembly) : name;
    }
}
