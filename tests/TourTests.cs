using System.Text.RegularExpressions;

namespace Bq2.Tests;

/// <summary>
/// The commands of the README, block after block as they stand, in a folder that looks like a checkout after eng/demo.sh x86_64.
/// </summary>
public sealed partial class TourTests
{
    // What other tests run: the scripts, and the project that is made and built (SdkTests).
    private static readonly string[] s_elsewhere = ["eng/", "dotnet "];

    [Needs("bash qemu-system-x86_64")]
    [InlineData("README.md")]
    public void EachLineOfTheTourDoesWhatItSays(string page)
    {
        string[] lines = Lines(Tour().Match(Pages.Read(page)).Groups[1].Value);
        Assert.Equal(5, lines.Length);
        Assert.StartsWith("eng/build.sh ", lines[0], StringComparison.Ordinal);   // done, or we were not here

        using var temp = Checkout();
        string said = Run(temp, lines[1..]);

        Assert.Contains("disk.qcow2: boots x86_64 (linux.conf)", said, StringComparison.Ordinal);
        Assert.Contains("BOOTX64.EFI", said, StringComparison.Ordinal);
        Assert.Contains("title Linux\nlinux /linux\ninitrd /initrd\noptions console=ttyS0 quiet\n", said, StringComparison.Ordinal);
        Assert.Contains("login:", said, StringComparison.Ordinal);
    }

    [Needs("bash qemu-system-x86_64 qemu-system-aarch64 clang")]
    [InlineData("README.md")]
    public void AllOtherCommandsRunAsTheyStand(string page)
    {
        string[] lines = [.. Blocks().Matches(Pages.Read(page)).SelectMany(block => Lines(block.Groups[1].Value))];
        using var temp = Checkout();

        // The tour's disk is what later blocks work on; its boot has a test of its own.
        string said = Run(temp, [.. lines.Where(line => !s_elsewhere.Any(line.StartsWith)
            && !line.StartsWith("bin/bq2-image run disk.qcow2", StringComparison.Ordinal))]);

        Assert.Contains(Repository.Version, said, StringComparison.Ordinal);
        Assert.Contains("packed.qcow2", said, StringComparison.Ordinal);
        Assert.Contains("today.txt", said, StringComparison.Ordinal);
        Assert.Equal(2, Regex.Count(said, "Hello from C#, without an operating system"));
        Assert.Contains("app.efi: ", said, StringComparison.Ordinal);
    }

    private static TempFolder Checkout()
    {
        var temp = new TempFolder();
        string guest = Path.Combine(Repository.Root, "artifacts/guest/x86_64");
        Directory.CreateSymbolicLink(temp["bin"], Path.Combine(Repository.Root, "bin"));
        Directory.CreateDirectory(temp["out"]);
        foreach (string file in Copied().Match(Pages.Read("eng/demo.sh")).Groups[1].Captures.Select(file => file.Value))
            File.Copy(Path.Combine(guest, file), temp["out/" + file]);
        return temp;
    }

    private static string Run(TempFolder temp, string[] lines) =>
        RealTool.Bash.Run("-ec", $"cd '{temp["."]}'\n{string.Join('\n', lines)}").Accepts().Said;

    private static string[] Lines(string block) => block.Trim().Split('\n');

    [GeneratedRegex("## A tour in five lines\n.*?```sh\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Tour();

    [GeneratedRegex("```sh\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Blocks();

    [GeneratedRegex("""cp (?:"\$guest/([^"]*)" )+out/""")]
    private static partial Regex Copied();
}
