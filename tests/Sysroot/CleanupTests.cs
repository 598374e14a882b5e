using Bq2.Sysroot;

namespace Bq2.Tests.Sysroot;

public sealed class CleanupTests
{
    [Fact]
    public void IsDoneOnceHoweverOftenItIsAskedFor()
    {
        int done = 0;
        var cleanup = new Cleanup(() => done++);
        Assert.Equal(0, done);

        cleanup.Dispose();
        cleanup.Dispose();
        Assert.Equal(1, done);
    }
}
