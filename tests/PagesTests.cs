using System.Text;
using System.Text.RegularExpressions;

namespace Bq2.Tests;

/// <summary>What the pages point at is there: files, folders, pictures, and headings of other pages.</summary>
public sealed partial class PagesTests
{
    [Fact]
    public void LinksLeadSomewhere()
    {
        string[] broken = [.. Pages.All.SelectMany(page => Links(page).Where(link => !Leads(page, link))
            .Select(link => $"{page}: {link}"))];

        Assert.Contains("README.md", Pages.All);
        Assert.True(broken.Length == 0, string.Join('\n', broken));
    }

    [Theory]
    [InlineData("docs/image.md", true)]
    [InlineData("docs/pictures/nobody.svg", false)]
    [InlineData("docs/efi.md#read-and-judge", true)]
    [InlineData("docs/efi.md#nothing-of-the-kind", false)]
    [InlineData("#install", true)]
    [InlineData("#uninstall", false)]
    public void ABrokenLinkIsNoticed(string link, bool leads) => Assert.Equal(leads, Leads("README.md", link));

    private static IEnumerable<string> Links(string page) =>
        Link().Matches(Pages.Read(page)).Select(match => match.Groups[1].Value)
            .Where(link => !link.StartsWith("https://", StringComparison.Ordinal));

    private static bool Leads(string page, string link)
    {
        string[] parts = link.Split('#');
        string target = parts[0].Length == 0 ? page : Path.Combine(Path.GetDirectoryName(page)!, parts[0]);
        string path = Path.Combine(Repository.Root, target);
        return parts.Length == 1 ? Path.Exists(path) : File.Exists(path) && Headings(target).Contains(parts[1]);
    }

    // As GitHub makes an anchor of a heading.
    private static IEnumerable<string> Headings(string page) =>
        Heading().Matches(Pages.Read(page)).Select(match => Anchor(match.Groups[1].Value));

    private static string Anchor(string heading)
    {
        var anchor = new StringBuilder();
        foreach (char letter in heading.ToLowerInvariant())
            anchor.Append(letter == ' ' ? "-" : char.IsLetterOrDigit(letter) || letter is '-' or '_' ? letter.ToString() : "");
        return anchor.ToString();
    }

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("^#+ (.*)$", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
