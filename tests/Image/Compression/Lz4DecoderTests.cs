using Bq2.Image;

namespace Bq2.Tests.Image;

public sealed class Lz4DecoderTests
{
    [Theory]
    [InlineData("30616263", "abc")]
    [InlineData("3061626300", "abc")]                          // what follows is not looked at
    [InlineData("316162630300", "abcabcab")]                   // a match of five that overlaps itself
    [InlineData("1f610100020061", "aaaaaaaaaaaaaaaaaaaaaa")]   // a length in two bytes
    [InlineData("f00161626364656667686970717273747576", "abcdefghipqrstuv")]
    public void ABlockIsUnpacked(string hex, string expected)
    {
        byte[] into = new byte[expected.Length];
        bool filled = Lz4Decoder.TryFill(Convert.FromHexString(hex), into);

        Assert.Equal((true, expected), (filled, System.Text.Encoding.ASCII.GetString(into)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("30")]
    [InlineData("306162")]
    [InlineData("3061626303")]         // half an offset
    [InlineData("306162630000")]       // no distance
    [InlineData("306162630400")]       // before the start
    [InlineData("f0ff")]               // a length without end
    [InlineData("3f6162630100ffff")]
    public void DamageIsSeen(string hex) => Assert.False(Lz4Decoder.TryFill(Convert.FromHexString(hex), new byte[5000]));
}
