using Bq2.Efi.Work;

namespace Bq2.Tests.Efi.Binary;

public sealed class CoresTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1000)]
    public void EachNumberHasItsTurnOnce(int count)
    {
        var turns = new int[count];
        Cores.For(count, number => Interlocked.Increment(ref turns[number]));

        Assert.All(turns, turn => Assert.Equal(1, turn));
    }

    [Fact]
    public void TheFailureWithTheLowestNumberIsThrown()
    {
        int done = 0;
        var thrown = Assert.Throws<InvalidOperationException>(() => Cores.For(100, number =>
        {
            Interlocked.Increment(ref done);
            if (number is 7 or 90)
                throw new InvalidOperationException($"{number}");
        }));

        Assert.Equal("7", thrown.Message);
        Assert.Equal(100, done);
    }

    [Fact]
    public void WorkMayHaveWorkOfItsOwn()
    {
        int done = 0;
        Cores.For(8, _ => Cores.For(8, _ => Interlocked.Increment(ref done)));

        Assert.Equal(64, done);
    }
}
