using System.Text;
using Bq2.Sysroot;

namespace Bq2.Tests.Sysroot;

public sealed class SerialLogTests
{
    [Theory]
    [InlineData("done", "done")]
    [InlineData("bq2-guest: done\n", "bq2-guest: done")]
    [InlineData("dodone", "done")]  // a false start within a true one
    [InlineData("ünï dönë!", "dönë")]
    public void HearsTheWordsWhereverTheReadsSplit(string said, string expected)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(said);
        for (int size = 1; size <= bytes.Length; size++)
        {
            var log = new SerialLog(null, expected);
            foreach (byte[] piece in bytes.Chunk(size))
                log.Hear(piece);

            Assert.True(log.ExpectedSaid, $"not heard in pieces of {size}");
        }
    }

    [Theory]
    [InlineData("don", "done")]
    [InlineData("do\nne", "done")]
    [InlineData("anything", null)]
    public void DoesNotHearWhatWasNotSaid(string said, string? expected)
    {
        var log = new SerialLog(null, expected);
        log.Hear(Encoding.UTF8.GetBytes(said));

        Assert.False(log.ExpectedSaid);
    }

    [Fact]
    public void RemembersTheLastMebibyteAndThatTheWordsWereSaidBefore()
    {
        var log = new SerialLog(null, "begin");
        log.Hear("begin"u8);
        for (int i = 0; i < 300; i++)
            log.Hear(new byte[10_000]);
        log.Hear("end"u8);

        Assert.True(log.ExpectedSaid);
        Assert.Equal(1 << 20, log.Text.Length);
        Assert.EndsWith("end", log.Text);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("one\ntwo", "two")]
    [InlineData("one\r\ntwo\r\n\r\n  \n", "two")]
    [InlineData("one\n\x1b[2J\x1b[01;01H\x1b[=3h", "one")]
    [InlineData("\x1b[1m\x1b[33mtwo\x1b[0m\a", "two")]
    public void TheLastLineIsTheLastThatShows(string said, string expected) => Assert.Equal(expected, SerialLog.LastLine(said));
}
