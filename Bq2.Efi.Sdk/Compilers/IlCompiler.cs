using Bq2.Efi.Pe;

namespace Bq2.Efi.Sdk;

/// <summary>.NET's ahead-of-time compiler: an assembly and its references in, one COFF object out.</summary>
/// <param name="Program">ilc, in the folder tools of its package.</param>
public sealed record IlCompiler(string Program)
{
    // The helper that ilc misses, and the C# that needs it.
    private static readonly (string Helper, string Construct)[] s_constructs =
    [
        ("TypeLoaderExports", "a generic virtual method cannot be called without .NET"),
        ("ArrayHelpers", "an array of several dimensions cannot be made without .NET"),
        ("SynchronizedMethodHelpers", "a synchronized method needs threads, and there are none"),
        ("ThreadStatics", "[ThreadStatic] needs threads, and there are none"),
    ];

    /// <summary>ilc's own options for optimization.</summary>
    public IReadOnlyList<string> Optimization { get; init; } = ["-O", "--codegenopt:JitAlignLoops=0"];

    /// <summary>Whether the program has blocks to run when an exception leaves a method; if not, nothing looks for them.</summary>
    public bool HasFinally { get; init; } = true;

    /// <summary>Whether the program takes remainders; if not, the code for floating point remainders is left out.</summary>
    public bool HasRemainder { get; init; } = true;

    /// <summary>Whether the names of methods and types are linked in; if not, the code that walks the stack is left out.</summary>
    public bool HasNames { get; init; } = true;

    /// <summary>Compiles for a machine; returns what is wrong.</summary>
    /// <param name="assembly">The program.</param>
    /// <param name="references">Its references, including the core library.</param>
    /// <param name="coreLibrary">The name of the assembly that holds System.Object.</param>
    /// <param name="machine">The machine to compile for.</param>
    /// <param name="isLibrary">There is no Main; exported methods are marked as such.</param>
    /// <param name="output">The object to make.</param>
    public IReadOnlyList<BuildFault> Compile(
        string assembly, IReadOnlyList<string> references, string coreLibrary, Machine machine, bool isLibrary, string output)
    {
        string words = output + ".ilc.rsp";
        File.WriteAllLines(words,
        [
            assembly, "-o:" + output, .. references.Select(reference => "-r:" + reference),
            "--systemmodule:" + coreLibrary,

            // COFF, UEFI's calling convention on x86-64, and no red zone below the stack pointer.
            "--targetos:windows", "--targetarch:" + machine.DotnetName(),

            // Inlined thread statics would need Windows' thread block. There is no reflection.
            .. Optimization, "--noinlinetls", "--reflectiondata:none", "--parallelism:1",

            // What the core library exports under a fixed name belongs to the program.
            .. isLibrary ? (string[])["--nativelib"] : ["--generateunmanagedentrypoints:" + coreLibrary + ",HIDDEN"],

            // Properties of the core library that are constant for the whole program.
            "--feature:Bq2.Arm64=" + (machine == Machine.Arm64 ? "true" : "false"),
            "--feature:Bq2.Names=" + (HasNames ? "true" : "false"),
            "--feature:Bq2.Remainder=" + (HasRemainder ? "true" : "false"),
            "--feature:Bq2.Finally=" + (HasFinally ? "true" : "false"),
        ]);

        var ran = Tool.Run(Program, ["@" + words]);
        File.Delete(words);
        if (ran is not { } outcome)
            return [new(BuildFaults.IlcMissing.Code, $"cannot start {Program}")];
        return outcome.ExitCode == 0 ? [] : [new(BuildFaults.IlcFailed.Code, Explain(outcome.Said)) { File = assembly }];
    }

    // "Error: Code generation failed for method 'M'", and after an arrow what it missed; the rest is ilc's own stack trace.
    private static string Explain(string said)
    {
        string[] lines = said.Trim().Split('\n');
        string first = lines.FirstOrDefault(line => line.StartsWith("Error", StringComparison.Ordinal)) ?? lines[0];
        string? cause = lines.FirstOrDefault(line => line.TrimStart().StartsWith("--->", StringComparison.Ordinal));
        string missed = cause?.Split(": ", 2)[^1].Trim() ?? "";
        string construct = s_constructs.FirstOrDefault(each => (first + missed).Contains(each.Helper, StringComparison.Ordinal)).Construct
            ?? "ilc cannot compile this";
        string details = missed.Length > 0 ? $"{first.Trim()}: {missed}" : first.Trim();
        return $"{construct}: {details} (try: firmware/README.md lists what of C# works without .NET)";
    }
}
