using Bq2.Image;

namespace Bq2.Tests.Image;

public sealed class ConveyorTests
{
    private const int Chunks = 200;

    private readonly List<long> _placed = [];
    private readonly List<long> _written = [];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    public void PlacesAreGivenInOrderAndEverythingIsWritten(int threads)
    {
        Run(threads, failing: []);

        Assert.Equal(Enumerable.Range(0, Chunks).Select(i => (long)i), _placed);
        Assert.Equal(_placed, _written.Order());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public void TheFirstFailureOnTheDiskIsReported(int threads)
    {
        for (int round = 0; round < 20; round++)
        {
            _placed.Clear();
            var failure = Assert.Throws<IOException>(() => Run(threads, failing: [40, 41, 43, 150]));

            Assert.Equal("40", failure.Message);
            Assert.Equal(Enumerable.Range(0, 40).Select(i => (long)i), _placed);
        }
    }

    [Fact]
    public void EveryWorkerIsDisposed()
    {
        int hired = 0, gone = 0;
        Conveyor.Run(Chunk.Of(Chunks, 1),
            4, () => new Worker(this, [], () => Interlocked.Increment(ref gone)) { Hired = Interlocked.Increment(ref hired) }, null);

        Assert.InRange(hired, 1, 4);
        Assert.Equal(hired, gone);
    }

    /// <summary>The first chunk is ready only when the second one has been reported, and yet its end comes first.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(8)]
    public void StepsOfTheProgressDoNotDependOnWhoIsFirst(int threads)
    {
        var steps = new Steps();
        using var isReported = new ManualResetEventSlim();
        steps.Reported = isReported.Set;

        Conveyor.Run(Chunk.Of(Chunks, 1), threads, () => new SlowStarter(isReported), steps);

        Assert.Equal(Enumerable.Range(1, Chunks).Select(i => (long)i), steps.All);
    }

    private void Run(int threads, int[] failing) =>
        Conveyor.Run(Chunk.Of(Chunks, 1), threads, () => new Worker(this, failing, () => { }), null);

    private sealed class Worker(ConveyorTests tests, int[] failing, Action gone) : ChunkWorker
    {
        private long _number;

        public int Hired { get; init; }

        public override void Prepare(Chunk chunk)
        {
            _number = chunk.Offset;
            Thread.SpinWait((int)(_number * 7919 % 5000));
            if (failing.Contains((int)_number))
                throw new IOException($"{_number}");
        }

        // No lock: that only one is here at a time is what is tested.
        public override void Place() => tests._placed.Add(_number);

        public override void Write()
        {
            lock (tests._written)
                tests._written.Add(_number);
        }

        protected override void Dispose(bool disposing)
        {
            gone();
            base.Dispose(disposing);
        }
    }

    private sealed class SlowStarter(ManualResetEventSlim isReported) : ChunkWorker
    {
        public override bool TakesTurns => false;

        public override void Prepare(Chunk chunk)
        {
            if (chunk.Offset == 0)
                Assert.True(isReported.Wait(TimeSpan.FromSeconds(30)));
        }
    }

    private sealed class Steps : IProgress<long>
    {
        public Action? Reported { get; set; }

        public List<long> All { get; } = [];

        public void Report(long value)
        {
            All.Add(value);
            Reported?.Invoke();
        }
    }
}
