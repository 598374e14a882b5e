using System.Text.Json.Serialization;
using Bq2.Efi.Pe;

namespace Bq2.Cli;

/// <summary>The answer of verify: whether the image is accepted under the requested policies, and every finding.</summary>
/// <param name="File">The image.</param>
/// <param name="Accepted">Whether nothing counts against it.</param>
/// <param name="StartedByFirmware">Whether firmware should start it.</param>
/// <param name="Policies">The answer of each policy, requested or not.</param>
/// <param name="Faults">The findings that count: those for which firmware or a requested policy refuses the image.</param>
/// <param name="Remarks">The findings that do not count.</param>
internal sealed record EfiVerdict(
    string File, bool Accepted, bool StartedByFirmware, PolicyVerdict[] Policies, FindingLine[] Faults, FindingLine[] Remarks)
{
    public static EfiVerdict Of(string path, IReadOnlyList<EfiFinding> findings, string[] asked, bool strict)
    {
        var judges = asked.Aggregate(EfiJudges.Firmware, (all, policy) => all | EfiPolicies.Judges(policy));
        return new(
            path,
            !findings.Any(Counts),
            !findings.Any(finding => finding.Grade == EfiGrade.Firmware),
            [.. EfiPolicies.Names.Select(policy => PolicyVerdict.Of(policy, findings, asked))],
            [.. findings.Where(Counts).Select(FindingLine.Of)],
            [.. findings.Where(finding => !Counts(finding)).Select(FindingLine.Of)]);

        bool Counts(EfiFinding finding) => strict || (finding.RefusedBy & judges) != 0;
    }

    /// <summary>
    /// One line: firmware first, then the policies that refuse the image and why, then the requested policies that accept it.
    /// </summary>
    public string InWords()
    {
        var refusing =
            Policies.Where(policy => !policy.Accepted).Select(policy => $"{policy.Name} ({string.Join(", ", policy.Codes)})").ToList();
        var taking = Policies.Where(policy => policy.Accepted && policy.Asked).Select(policy => policy.Name).ToList();
        return (StartedByFirmware ? "firmware should start it" : "firmware does not start it")
            + (refusing.Count > 0 ? $"; refused under {string.Join(", ", refusing)}" : "")
            + (taking.Count > 0 ? $"; accepted under {string.Join(", ", taking)}" : "");
    }
}

/// <summary>Whether one policy accepts the image, and the rules it refuses it for.</summary>
internal sealed record PolicyVerdict(string Name, bool Asked, bool Accepted, string[] Codes)
{
    public static PolicyVerdict Of(string policy, IReadOnlyList<EfiFinding> findings, string[] asked)
    {
        var judges = EfiPolicies.Judges(policy);
        string[] codes = [.. findings.Where(finding => (finding.RefusedBy & judges) != 0).Select(finding => finding.Fault.Code).Distinct()];
        return new(policy, asked.Contains(policy), codes.Length == 0, codes);
    }
}

/// <summary>A finding in the JSON answer.</summary>
internal sealed record FindingLine(string Code, string Grade, string[] RefusedUnder, string Message, long? Offset, string? Hint)
{
    public static FindingLine Of(EfiFinding finding) => new(
        finding.Fault.Code, $"{finding.Grade}".ToLowerInvariant(), [.. EfiPolicies.Refusing(finding.RefusedBy)],
        finding.Fault.Message, finding.Fault.Offset, Advice.Add(finding.Fault).Hint);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(EfiVerdict))]
internal sealed partial class EfiVerifyJson : JsonSerializerContext;
