using System.IO.Enumeration;
using System.Text;
using Bq2.Efi.Boot;

namespace Bq2.Tests.Shared;

public sealed class GlobTests
{
    [Theory]
    [InlineData("a", "a", true)]
    [InlineData("A", "a", true)]
    [InlineData("a", "ab", false)]
    [InlineData("ab", "a", false)]
    [InlineData("*", "", true)]
    [InlineData("", "", true)]
    [InlineData("", "a", false)]
    [InlineData("debian-*.conf", "debian-6.1.conf", true)]
    [InlineData("debian-*.conf", "debian-6.1.conf.old", false)]
    [InlineData("*-*-*", "a-b-c-d", true)]
    [InlineData("?.conf", "ä.conf", true)]
    [InlineData("??.conf", "ä.conf", false)]
    [InlineData("[abc]x", "bx", true)]
    [InlineData("[a-c]x", "bx", true)]
    [InlineData("[!a-c]x", "bx", false)]
    [InlineData("[!a-c]x", "dx", true)]
    [InlineData("[]]x", "]x", true)]
    [InlineData("[x", "[x", true)]           // never closed: a bracket like any other
    [InlineData("[a-]", "-", true)]
    [InlineData(@"\*", "*", true)]
    [InlineData(@"\*", "a", false)]
    [InlineData("@saved", "@saved", true)]
    public void APatternFits(string pattern, string name, bool fits) => Assert.Equal(fits, Matches(pattern, name));

    /// <summary>Stars and question marks as .NET takes them.</summary>
    [Fact]
    public void StarsAndQuestionMarksAreDotNets()
    {
        var random = new Random(3);
        for (int i = 0; i < 50_000; i++)
        {
            string pattern = new([.. random.GetItems("ab*?".AsSpan(), random.Next(1, 7))]),
                name = new([.. random.GetItems("ab".AsSpan(), random.Next(1, 7))]);
            Assert.Equal(FileSystemName.MatchesSimpleExpression(pattern, name), Matches(pattern, name));
        }
    }

    [Fact, Trait(Fuzzing.Category, Fuzzing.Fuzz)]
    public void NoPatternIsTooStrange()
    {
        var random = Fuzzing.Random(3);
        for (int i = 0; i < 20_000; i++)
        {
            Glob.Matches(random.GetItems<byte>([0x2a, 0x3f, 0x5b, 0x5d, 0x21, 0x2d, 0x5c, 0x61, 0xc3, 0xa4, 0x00, 0xff], random.Next(12)),
                random.GetItems<byte>([0x61, 0x5d, 0xc3, 0xa4, 0x2d], random.Next(12)));
        }
    }

    private static bool Matches(string pattern, string name) => Glob.Matches(Encoding.UTF8.GetBytes(pattern), Encoding.UTF8.GetBytes(name));
}
