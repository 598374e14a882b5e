using System.CommandLine;
using System.Text.Json.Serialization;
using Bq2.Efi.Binary;
using Bq2.Efi.Pe;

namespace Bq2.Sysroot.Commands;

/// <summary>Says whether firmware would start a program, and everything that would keep it from doing so.</summary>
internal static class EfiVerifyCommand
{
    public const string Summary = "Checks a UEFI program by the rules of firmware.";

    public static void Define(Command command)
    {
        var file = new Argument<string>("FILE") { Description = "A PE32+ image" };
        command.Add(file);
        var form = Options.OutputOrJson(command);
        command.SetAction(words => Verify(words.GetRequiredValue(file), form(words)));
    }

    private static int Verify(string path, string? output)
    {
        var faults = EfiRules.Check(PeImage.Read(path));
        if (output == "json")
            Answer.Print(output, new(path, faults.Count == 0, [.. faults.Select(FaultLine.Of)]), EfiVerifyJson.Default.EfiVerdict, _ => "");
        else if (faults.Count == 0)
            Say.Line($"{path}: firmware should start it");
        else
            Faults.Complain(faults);
        return faults.Count == 0 ? ExitCode.Done : ExitCode.Input;
    }
}

/// <summary>The answer of verify.</summary>
internal sealed record EfiVerdict(string File, bool Accepted, FaultLine[] Faults);

/// <summary>A fault as programs read it.</summary>
internal sealed record FaultLine(string Code, string Message, long? Offset, string? Hint)
{
    public static FaultLine Of(Fault fault) => new(fault.Code, fault.Message, fault.Offset, fault.Hint);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(EfiVerdict))]
internal sealed partial class EfiVerifyJson : JsonSerializerContext;
