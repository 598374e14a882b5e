using Bq2.Cli;

namespace Bq2.Tests.Cli;

public sealed class NearTests
{
    [Theory]
    [InlineData("", "", 0)]
    [InlineData("run", "run", 0)]
    [InlineData("", "run", 3)]
    [InlineData("rn", "run", 1)]
    [InlineData("rrun", "run", 1)]
    [InlineData("ran", "run", 1)]
    [InlineData("biuld", "build", 1)] // two letters swapped are one slip
    [InlineData("kitten", "sitting", 3)]
    public void CountsSlips(string from, string to, int slips) => Assert.Equal(slips, Near.Distance(from, to));

    [Theory]
    [InlineData("imag", "; near: image")]
    [InlineData("i", "; near: image, info")]
    [InlineData("run", "; there are: image, info, efi")]
    public void NamesTheNearOnesOrAll(string word, string expected) =>
        Assert.Equal(expected, Near.Words(word, ["image", "info", "efi"]));
}
