using System.CommandLine;
using System.Text.Json.Serialization;
using Bq2.Efi.Binary;
using Bq2.Efi.Pe;

namespace Bq2.Sysroot.Commands;

/// <summary>Says whether firmware would start a program, and everything that would keep it from doing so.</summary>
internal static class EfiVerifyCommand
{
    public const string Summary = "Checks a UEFI program by the rules of edk2, shim, systemd and Microsoft.";

    public static void Define(Command command)
    {
        var file = new Argument<string>("FILE") { Description = "A PE32+ image" };
        command.Add(file);
        var form = Options.OutputOrJson(command);
        command.SetAction(words => Verify(words.GetRequiredValue(file), form(words)));
    }

    private static int Verify(string path, string? output)
    {
        var findings = EfiRules.Judge(PeImage.Read(path));
        var verdict = EfiVerdict.Of(path, findings);
        if (output == "json")
        {
            Answer.Print(output, verdict, EfiVerifyJson.Default.EfiVerdict, _ => "");
        }
        else
        {
            Faults.Complain(findings.OrderByDescending(finding => finding.Severity).Select(InWords));
            Say.Line(verdict.Accepted ? $"{path}: firmware should start it" : $"{path}: refused by {string.Join(", ", verdict.RefusedBy)}");
        }

        return verdict.Accepted ? ExitCode.Done : ExitCode.Input;
    }

    private static Fault InWords(EfiFinding finding)
    {
        string makers = string.Join(", ", EfiVerdict.Names(finding.Makers));
        string words = finding.Severity switch
        {
            Severity.Refused => $"[refused by {makers}]",
            Severity.Warning => $"[warning, {makers}]",
            _ => $"[note, {makers}]",
        };
        return finding.Fault with { Message = $"{finding.Fault.Message} {words}", Excerpt = finding.Severity == Severity.Refused ? finding.Fault.Excerpt : null };
    }
}

/// <summary>The answer of verify: what the image is refused for, and by whom, and what else there is to say of it.</summary>
internal sealed record EfiVerdict(string File, bool Accepted, string[] RefusedBy, FindingLine[] Faults, FindingLine[] Remarks)
{
    public static EfiVerdict Of(string path, IReadOnlyList<EfiFinding> findings)
    {
        var refused = findings.Where(finding => finding.Severity == Severity.Refused).ToArray();
        var makers = refused.Aggregate(RuleMakers.None, (all, finding) => all | finding.Makers);
        var remarks = findings.Where(finding => finding.Severity != Severity.Refused);
        return new(path, refused.Length == 0, [.. Names(makers)], [.. refused.Select(FindingLine.Of)], [.. remarks.Select(FindingLine.Of)]);
    }

    public static IEnumerable<string> Names(RuleMakers makers) => Enum.GetValues<RuleMakers>()
        .Where(maker => maker != RuleMakers.None && makers.HasFlag(maker))
        .Select(maker => maker switch
        {
            RuleMakers.Microsoft => "Microsoft",
            RuleMakers.Format => "the PE format",
            _ => $"{maker}".ToLowerInvariant(),
        });
}

/// <summary>A finding as programs read it.</summary>
internal sealed record FindingLine(string Code, string Severity, string[] Makers, string Message, long? Offset, string? Hint)
{
    public static FindingLine Of(EfiFinding finding) => new(
        finding.Fault.Code, $"{finding.Severity}".ToLowerInvariant(), [.. EfiVerdict.Names(finding.Makers)],
        finding.Fault.Message, finding.Fault.Offset, finding.Fault.Hint);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(EfiVerdict))]
internal sealed partial class EfiVerifyJson : JsonSerializerContext;
