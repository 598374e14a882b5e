using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Bq2.Cli;

/// <summary>Prints a command's answer as text or as JSON, from the same record.</summary>
internal static class Answer
{
    /// <summary>Prints an answer that the exit code gives too, so --quiet hides it, as in qemu-img check and compare.</summary>
    public static void PrintVerdict<T>(string? output, T value, JsonTypeInfo<T> json, Func<T, string> human)
    {
        if (!Say.Quiet)
            Print(output, value, json, human);
    }

    /// <summary>Prints <paramref name="value"/> in the form of --output. --quiet does not hide it: the user asked for it.</summary>
    public static void Print<T>(string? output, T value, JsonTypeInfo<T> json, Func<T, string> human) =>
        Console.Out.WriteLine(output == "json" ? JsonSerializer.Serialize(value, json) : human(value));
}
