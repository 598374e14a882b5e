namespace Bq2.Tests.Cli;

/// <summary>Digests that are not computed twice still see every change.</summary>
public sealed class ContentDigestsTests
{
    /// <summary>Of the same length and time, in place or by another file, at once or later.</summary>
    [Theory]
    [InlineData("printf b >file && touch -d @0 file", 0)]
    [InlineData("printf b >file && touch -d @0 file", 50)]
    [InlineData("printf b >other && touch -d @0 other && mv other file", 0)]
    [InlineData("printf b >other && touch -d @0 other && mv other file", 50)]
    public void AChangeThatHidesItselfIsSeen(string change, int milliseconds)
    {
        using var temp = new TempFolder();
        var digests = new ContentDigests(temp.Path);
        RealTool.Bash.Run("-c", $"cd '{temp.Path}' && printf a >file && printf a >kept && ln -s file link && touch -d @0 file").Accepts();
        Thread.Sleep(milliseconds);
        var before = digests.Take();
        Thread.Sleep(milliseconds);

        RealTool.Bash.Run("-c", $"cd '{temp.Path}' && {change}").Accepts();

        var after = digests.Take();
        Assert.Equal(["file", "kept"], after.Keys);
        Assert.NotEqual(before["file"], after["file"]);
        Assert.Equal(before["kept"], after["kept"]);
        Assert.Equal("3e23e8160039594a", after["file"]);
    }
}
