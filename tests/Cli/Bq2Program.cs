using System.Diagnostics;

namespace Bq2.Tests.Cli;

/// <summary>The program that bin/bq2 names, started as its users start it: the native one where the build could make it.</summary>
internal sealed class Bq2Program
{
    public static string File { get; } =
        new FileInfo(Path.Combine(Repository.Root, "bin/bq2")).ResolveLinkTarget(returnFinalTarget: true)!.FullName;

    /// <summary>The ordinary program, which .NET compiles as it runs.</summary>
    public static string Ordinary { get; } = Path.Combine(Repository.Root, "artifacts/bin/Bq2.Cli", Repository.Configuration, "bq2");

    /// <summary>Whether the build made the program native.</summary>
    public static bool IsNative => File != Ordinary;

    /// <summary>The program that eng/native.sh made.</summary>
    public static string NativeFor(string target) => Path.Combine(Repository.Root, $"artifacts/publish/Bq2.Cli/release_{target}/bq2");

    /// <summary>The path to call it by, where a link's name matters.</summary>
    public string CalledBy { get; init; } = File;

    /// <summary>A folder that is searched for programs before all others.</summary>
    public string? FirstOnPath { get; init; }

    public Dictionary<string, string> Environment { get; init; } = [];

    public static Outcome Run(params string[] words) => new Bq2Program().Call(words);

    public Outcome Call(params string[] words) => CallOf(words).Run();

    public Process Start(params string[] words) => CallOf(words).Start();

    private ProgramCall CallOf(string[] words)
    {
        var call = new ProgramCall(CalledBy, words) { Name = "bq2", Environment = { ["SOURCE_DATE_EPOCH"] = null } };
        foreach (var (name, value) in Environment)
            call.Environment[name] = value;
        if (FirstOnPath is not null)
            call.Environment["PATH"] = $"{FirstOnPath}:{System.Environment.GetEnvironmentVariable("PATH")}";
        return call;
    }
}
