using System.Text.Json;
using System.Text.Json.Serialization;
using Bq2.Efi;

namespace Bq2.Cli;

/// <summary>A message on standard error: as text, or as one line of JSON if JSON was asked for.</summary>
/// <param name="Severity">"error", or "note" if the command succeeds anyway.</param>
/// <param name="Message">What is wrong, in one sentence.</param>
internal sealed record Complaint(string Severity, string Message)
{
    /// <summary>The code from the fault register; null if the message has none.</summary>
    public string? Code { get; init; }

    public string? Path { get; init; }

    public long? Offset { get; init; }

    public string? Hint { get; init; }

    /// <summary>The usage line of the command.</summary>
    public string? Usage { get; init; }

    public static Complaint Of(Fault fault) => new("error", fault.Message)
    {
        Code = fault.Code,
        Path = fault.Path,
        Offset = fault.Offset,
        Hint = fault.Hint,
    };

    /// <summary>Prints it as JSON if that was asked for, else as this text.</summary>
    public void Say(string words) =>
        Console.Error.WriteLine(Cli.Say.IsJson ? JsonSerializer.Serialize(this, ComplaintJson.Default.Complaint) : words);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Complaint))]
internal sealed partial class ComplaintJson : JsonSerializerContext;
