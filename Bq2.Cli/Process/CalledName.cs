namespace Bq2.Cli;

/// <summary>The name this process was called by, which .NET does not tell: it names the assembly.</summary>
internal static class CalledName
{
    private const string Words = "/proc/self/cmdline";

    public static string Of(string assembly)
    {
        string first = File.Exists(Words) ? File.ReadAllText(Words).Split('\0')[0] : Environment.ProcessPath ?? assembly;
        string name = Path.GetFileName(first);

        // Under `dotnet bq2.dll`, and on other systems under bq2.exe, the assembly has the name.
        return name == "dotnet" || !File.Exists(Words) ? Path.GetFileNameWithoutExtension(assembly) : name;
    }
}
