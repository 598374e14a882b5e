using System.CommandLine;
using Bq2.Efi;
using Bq2.Efi.Pe;

namespace Bq2.Cli;

/// <summary>Says whether firmware would start a program, who else would refuse it under which policy, and why.</summary>
internal static class EfiVerifyCommand
{
    public const string Summary = "Says whether firmware would start a UEFI program, and who else would refuse it.";

    public static void Define(Command command)
    {
        var file = new Argument<string>("FILE") { Description = "A PE32+ image; - for standard input" }.OfferingFiles();
        var policy = PolicyOption();
        var strict = new Option<bool>("--strict") { Description = "Every finding counts, even advice" };
        command.Add(file);
        command.Add(policy);
        command.Add(strict);
        var form = Options.OutputOrJson(command);
        command.SetAction(words =>
            Verify(words.GetRequiredValue(file), words.GetValue(policy) ?? [], words.GetValue(strict), form(words)));
    }

    private static Option<string[]> PolicyOption()
    {
        var option = new Option<string[]>("--policy")
        {
            HelpName = string.Join('|', EfiPolicies.Names),
            Description =
                $"Also apply this policy; may be given several times. {EfiPolicies.Meanings}. "
                + "Without it only firmware counts",
        };
        option.Offering([.. EfiPolicies.Names]);
        option.Validators.Add(given =>
        {
            foreach (string name in given.Tokens.Select(token => token.Value).Except(EfiPolicies.Names))
                given.AddError($"--policy is '{name}'{Near.Words(name, EfiPolicies.Names)}");
        });
        return option;
    }

    private static int Verify(string path, string[] policies, bool strict, string? output)
    {
        var findings = EfiRules.Judge(Inputs.Program(path)).OrderByDescending(finding => finding.Grade).ToList();
        var verdict = EfiVerdict.Of(path, findings, policies, strict);
        if (output == "json")
        {
            Answer.PrintVerdict(output, verdict, EfiVerifyJson.Default.EfiVerdict, _ => "");
        }
        else
        {
            Faults.Complain(findings.Select(finding => InWords(finding, verdict)));
            Say.Line($"{path}: {verdict.InWords()}");
        }

        return verdict.Accepted ? ExitCode.Done : ExitCode.Input;
    }

    private static Fault InWords(in EfiFinding finding, EfiVerdict verdict)
    {
        string grade = finding.Grade switch
        {
            EfiGrade.Firmware => "firmware does not start it",
            EfiGrade.Policy => $"refused under {string.Join(", ", EfiPolicies.Refusing(finding.RefusedBy))}",
            EfiGrade.Tool => $"refused by tools: {string.Join(", ", EfiPolicies.Refusing(finding.RefusedBy))}",
            _ => "advice",
        };
        string code = finding.Fault.Code;
        bool counts = verdict.Faults.Any(fault => fault.Code == code);
        return finding.Fault with { Message = $"{finding.Fault.Message} [{grade}]", Excerpt = counts ? finding.Fault.Excerpt : null };
    }
}
