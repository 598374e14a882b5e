using Bq2.Efi.Pe;

namespace Bq2.Cli;

/// <summary>The policies that verify knows by name, each with whose refusals count under it. Firmware's count under all.</summary>
internal static class EfiPolicies
{
    private static readonly (string Name, EfiJudges Judges, string Meaning)[] s_all =
    [
        ("shim", EfiJudges.Shim, "what shim's own loader takes under Secure Boot, signatures apart"),
        ("shim-nx", EfiJudges.Shim | EfiJudges.ShimNx, "the same where shim asks for NX"),
        ("microsoft", EfiJudges.Microsoft, "what Microsoft asks of images that it signs"),
        ("systemd", EfiJudges.Systemd, "what systemd's loader and stub take"),
        ("signing", EfiJudges.Signing, "what tools that sign take without a warning"),
    ];

    public static IEnumerable<string> Names => s_all.Select(policy => policy.Name);

    /// <summary>"shim (what …), shim-nx (…)", for help.</summary>
    public static string Meanings => string.Join("; ", s_all.Select(policy => $"{policy.Name}: {policy.Meaning}"));

    public static EfiJudges Judges(string name) => s_all.First(policy => policy.Name == name).Judges;

    /// <summary>Those under which an image with such a finding is refused.</summary>
    public static IEnumerable<string> Refusing(EfiJudges judges) =>
        s_all.Where(policy => (policy.Judges & judges) != 0).Select(policy => policy.Name);
}
