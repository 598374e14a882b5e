using System.Text.RegularExpressions;

namespace Bq2.Tests;

/// <summary>The README's tour, line by line as it stands, in a folder that looks like a checkout after eng/demo.sh x86_64.</summary>
public sealed partial class TourTests
{
    [Needs("bash qemu-system-x86_64")]
    [InlineData("README.md")]
    public void EachLineDoesWhatItSays(string page)
    {
        string text = File.ReadAllText(Path.Combine(Repository.Root, page));
        string[] lines = Tour().Match(text).Groups[1].Value.Trim().Split('\n');
        Assert.Equal(5, lines.Length);
        Assert.StartsWith("eng/build.sh ", lines[0], StringComparison.Ordinal);   // done, or we were not here

        using var temp = new TempFolder();
        string guest = Path.Combine(Repository.Root, "artifacts/guest/x86_64");
        Directory.CreateSymbolicLink(temp["bin"], Path.Combine(Repository.Root, "bin"));
        Directory.CreateDirectory(temp["out"]);
        foreach (string file in Copied().Match(File.ReadAllText(Path.Combine(Repository.Root, "eng/demo.sh"))).Groups[1].Captures.Select(file => file.Value))
            File.Copy(Path.Combine(guest, file), temp["out/" + file]);

        string said = RealTool.Bash.Run("-ec", $"cd '{temp["."]}'\n{string.Join('\n', lines[1..])}").Accepts().Said;

        Assert.Contains("disk.qcow2: boots x86_64 (linux.conf)", said, StringComparison.Ordinal);
        Assert.Contains("BOOTX64.EFI", said, StringComparison.Ordinal);
        Assert.Contains("title Linux\nlinux /linux\ninitrd /initrd\noptions console=ttyS0\n", said, StringComparison.Ordinal);
        Assert.Contains("login:", said, StringComparison.Ordinal);
    }

    [GeneratedRegex("## A tour in five lines\n.*?```sh\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Tour();

    [GeneratedRegex("""cp (?:"\$guest/([^"]*)" )+out/""")]
    private static partial Regex Copied();
}
