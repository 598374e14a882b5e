using System.Text.Json;
using Bq2.Efi.Pe;

namespace Bq2.Tests.Cli;

/// <summary>efi verify: what it says of a program, and under which policies it ends with 1.</summary>
public sealed class EfiVerifyCommandTests
{
    [Theory]
    [InlineData("dump", "--json")]
    [InlineData("dump", "--output=json")]
    [InlineData("verify", "--json")]
    [InlineData("verify", "--output=json")]
    public void ProgramsReadJson(string verb, string option)
    {
        using var temp = new TempFolder();
        string program = LinkedSample.Link(temp, Machine.X64);

        using var answer = JsonDocument.Parse(Bq2Program.Run("efi", verb, program, option).Accepts().Said);

        Assert.Equal(program, answer.RootElement.GetProperty("file").GetString());
    }

    [Fact]
    public void AVerdictNamesWhoRefusesUnderWhichPolicy()
    {
        using var temp = new TempFolder();
        string program = LinkedSample.Link(temp, Machine.X64);
        Spoil.Set(program, 0x58 + 32, 0, 2);    // sections aligned to 512

        using var taken = JsonDocument.Parse(Bq2Program.Run("efi", "verify", program, "--json").Accepts().Said);
        var refused = Bq2Program.Run("efi", "verify", program, "--json", "--policy", "microsoft");

        Assert.True(taken.RootElement.GetProperty("accepted").GetBoolean());
        Assert.Empty(taken.RootElement.GetProperty("faults").EnumerateArray());
        Assert.Equal(["PE016", "PE061", "PE062"], Codes(taken.RootElement.GetProperty("remarks")));

        Assert.Equal(1, refused.ExitCode);
        using var answer = JsonDocument.Parse(refused.Said);
        Assert.False(answer.RootElement.GetProperty("accepted").GetBoolean());
        Assert.True(answer.RootElement.GetProperty("started-by-firmware").GetBoolean());
        Assert.Equal(["PE016", "PE062"], Codes(answer.RootElement.GetProperty("faults")));
        var fault = answer.RootElement.GetProperty("faults")[0];
        Assert.Equal(("policy", 0x78), (fault.GetProperty("grade").GetString(), fault.GetProperty("offset").GetInt32()));
        Assert.Equal(["microsoft"], fault.GetProperty("refused-under").EnumerateArray().Select(name => name.GetString()));
        Assert.Equal(["shim", "shim-nx", "microsoft"], answer.RootElement.GetProperty("policies").EnumerateArray()
            .Where(policy => !policy.GetProperty("accepted").GetBoolean()).Select(policy => policy.GetProperty("name").GetString()));

        static IEnumerable<string?> Codes(JsonElement findings) =>
            findings.EnumerateArray().Select(finding => finding.GetProperty("code").GetString());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1, "--strict")]
    [InlineData(1, "--policy", "shim")]
    [InlineData(1, "--policy", "shim-nx")]
    [InlineData(1, "--policy", "microsoft")]
    [InlineData(0, "--policy", "systemd")]
    [InlineData(0, "--policy", "signing")]
    [InlineData(1, "--policy", "signing", "--policy", "shim")]
    public void OnlyWhatCountsMakesTheAnswerNo(int exitCode, params string[] words)
    {
        using var temp = new TempFolder();
        string program = LinkedSample.Link(temp, Machine.X64);   // without .sbat and .sbom, and nothing else is wrong

        var outcome = Bq2Program.Run(["efi", "verify", program, .. words]);

        Assert.Equal(exitCode, outcome.ExitCode);
        Assert.StartsWith($"{program}: firmware should start it; refused under shim (PE061), shim-nx (PE061), microsoft (PE062)",
            outcome.Said, StringComparison.Ordinal);
        Assert.Contains("PE061: there is no section .sbat, so shim itself does not start the image under Secure Boot "
            + "[refused under shim, shim-nx]\n"
            + "  try: add the section with bq2-efi link --sbat FILE\n", outcome.Complained, StringComparison.Ordinal);
    }

    [Fact]
    public void APolicyThatWasAskedForAndHasNothingAgainstItIsNamed()
    {
        using var temp = new TempFolder();
        string program = LinkedSample.Link(temp, Machine.X64);

        Assert.EndsWith("; accepted under systemd, signing\n", Bq2Program.Run("efi", "verify", program, "--policy", "systemd", "--policy",
            "signing").Accepts().Said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("shimnx", "--policy is 'shimnx'; near: shim-nx, shim")]
    [InlineData("", "--policy is ''; there are: shim, shim-nx, microsoft, systemd, signing")]
    public void AnUnknownPolicyIsAUsageError(string policy, string complaint)
    {
        var outcome = Bq2Program.Run("efi", "verify", "nowhere.efi", "--policy", policy);

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(complaint, outcome.Complained, StringComparison.Ordinal);
    }

    [Fact]
    public void ADamagedProgramIsRefusedWithItsBytes()
    {
        using var temp = new TempFolder();
        string program = LinkedSample.Link(temp, Machine.X64);
        Spoil.Set(program, 0x58 + 68, 3);

        var outcome = Bq2Program.Run("efi", "verify", program);

        Assert.Equal(1, outcome.ExitCode);
        Assert.StartsWith(
            $"{program}+0x9c: PE019: subsystem 3, expected 10, 11 or 12 (UEFI) [firmware does not start it]\n  00000090  ",
            outcome.Complained, StringComparison.Ordinal);
        Assert.Contains($"03 00 60 01\n{new string(' ', 48)}^^ ^^\n", outcome.Complained, StringComparison.Ordinal);
        Assert.StartsWith($"{program}: firmware does not start it", outcome.Said, StringComparison.Ordinal);
    }
}
