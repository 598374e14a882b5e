using Bq2.Efi.Link;

namespace Bq2.Tests.Efi.Link;

/// <summary>The linker gets ready on a thread of its own, in programs that may never link anything.</summary>
public sealed class RehearsalTests
{
    [Fact]
    public void AFailureInTheRehearsalDoesNotEndTheProgram()
    {
        bool began = false;
        var thread = new Thread(() => Rehearsal.Run(() =>
        {
            began = true;
            throw new InvalidOperationException("not even this");
        }));

        thread.Start();
        thread.Join();

        Assert.True(began);
    }
}
