using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Bq2.Cli;

/// <summary>A command's answer, to a person or to a program: the same record either way.</summary>
internal static class Answer
{
    /// <summary>Prints what the exit code says as well, which --quiet silences: qemu-img's check and compare do the same.</summary>
    public static void PrintVerdict<T>(string? output, T value, JsonTypeInfo<T> json, Func<T, string> human)
    {
        if (!Say.Quiet)
            Print(output, value, json, human);
    }

    /// <summary>Prints <paramref name="value"/> as --output asks; --quiet does not silence what was asked for.</summary>
    public static void Print<T>(string? output, T value, JsonTypeInfo<T> json, Func<T, string> human) =>
        Console.Out.WriteLine(output == "json" ? JsonSerializer.Serialize(value, json) : human(value));
}
