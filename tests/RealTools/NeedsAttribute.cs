using System.Runtime.CompilerServices;

namespace Bq2.Tests.RealTools;

/// <summary>Skipped by hand where a tool is missing; in CI a missing tool is a failure, not a skip.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsAttribute : TheoryAttribute
{
    public NeedsAttribute(string tools, [CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
        : base(file, line)
    {
        string[] missing = [.. tools.Split(' ').Where(tool => RealTool.Find(tool) is null)];
        if (missing.Length > 0 && Environment.GetEnvironmentVariable("CI") != "true")
            Skip = $"not installed: {string.Join(", ", missing)}";
    }
}
