using System.Text;
using Bq2.Efi.Boot;

namespace Bq2.Tests.Shared;

public sealed class VersionOrderTests
{
    /// <summary>Older on the left: the examples of UAPI.10, and what it does not give one for.</summary>
    [Theory]
    [InlineData("123~rc1-1", "123")]
    [InlineData("123", "123-a")]
    [InlineData("123-a", "123-a.1")]
    [InlineData("123-a.1", "123-1")]
    [InlineData("123-1", "123-1.1")]
    [InlineData("123-3", "123-10")]
    [InlineData("123-1.1", "123^post1")]
    [InlineData("123^post1", "123.a-1")]
    [InlineData("123.a-1", "123.1-1")]
    [InlineData("123.1-1", "123a-1")]
    [InlineData("123a-1", "124-1")]
    [InlineData("11", "11.0")]
    [InlineData("bar", "foo")]
    [InlineData("bar", "bar-123")]
    [InlineData("123.0", "123.1")]
    [InlineData("1.2.9", "1.2.10")]
    [InlineData("6.1.0-56-amd64", "6.1.0-100-amd64")]
    [InlineData("~", "")]
    [InlineData("", "1")]
    [InlineData("B", "a")]
    [InlineData("99999999999999999999998", "99999999999999999999999")]   // longer than any number
    public void TheLeftOneIsOlder(string older, string newer)
    {
        Assert.True(Compare(older, newer) < 0);
        Assert.True(Compare(newer, older) > 0);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("11", "11")]
    [InlineData("systemd-123", "systemd-123")]
    [InlineData("0123", "123")]
    [InlineData("123_1", "123+1")]   // other characters only part segments
    [InlineData("__a", "a")]
    [InlineData("ä1", "1")]
    public void NeitherIsOlder(string a, string b) => Assert.Equal(0, Compare(a, b));

    /// <summary>The comparison is an order: antisymmetric and transitive.</summary>
    [Fact, Trait(Fuzzing.Category, Fuzzing.Fuzz)]
    public void ComparisonIsAntisymmetricAndTransitive()
    {
        var random = Fuzzing.Random(2);
        for (int i = 0; i < 20_000; i++)
        {
            string[] three = [Any(random), Any(random), Any(random)];
            Assert.Equal(Math.Sign(Compare(three[0], three[1])), -Math.Sign(Compare(three[1], three[0])));
            Array.Sort(three, Compare);
            Assert.True(Compare(three[0], three[2]) <= 0, string.Join(" | ", three));
        }
    }

    private static string Any(Random random) => new([.. random.GetItems("01a~-^._".AsSpan(), random.Next(7))]);

    private static int Compare(string a, string b) => VersionOrder.Compare(Encoding.UTF8.GetBytes(a), Encoding.UTF8.GetBytes(b));
}
