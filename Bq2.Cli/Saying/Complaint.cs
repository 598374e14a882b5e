using System.Text.Json;
using System.Text.Json.Serialization;
using Bq2.Efi;

namespace Bq2.Cli;

/// <summary>Something to be said on standard error: in lines for people, or where a program asked for JSON as one line of that.</summary>
/// <param name="Severity">"error", or "note" where the command does what it was asked for.</param>
/// <param name="Message">What is wrong, in one sentence.</param>
internal sealed record Complaint(string Severity, string Message)
{
    /// <summary>Of the register of faults; null for what none of them is.</summary>
    public string? Code { get; init; }

    public string? Path { get; init; }

    public long? Offset { get; init; }

    public string? Hint { get; init; }

    /// <summary>How the command is called.</summary>
    public string? Usage { get; init; }

    public static Complaint Of(Fault fault) => new("error", fault.Message)
    {
        Code = fault.Code,
        Path = fault.Path,
        Offset = fault.Offset,
        Hint = fault.Hint,
    };

    /// <summary>Says it as JSON if that was asked for, and else in these words.</summary>
    public void Say(string words) =>
        Console.Error.WriteLine(Cli.Say.IsJson ? JsonSerializer.Serialize(this, ComplaintJson.Default.Complaint) : words);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Complaint))]
internal sealed partial class ComplaintJson : JsonSerializerContext;
