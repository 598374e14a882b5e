using System.Diagnostics;
using System.Globalization;
using Bq2.Bench.Whole;

namespace Bq2.Bench.Peers;

/// <summary>
/// The same work by us, by a peer, and the floor, by turns in one process, many times: where others use the machine as well, what
/// was measured a moment later says more than what was measured a minute later. A ratio is the median of those of all rounds.
/// </summary>
internal sealed record Turns(string Work, string Peer, Func<long> Ours, Func<long> Theirs, Func<long> Floor)
{
    private static readonly TimeSpan s_shortest = TimeSpan.FromMilliseconds(Brief.Or(0, 20));

    /// <summary>Whether the answer is a length: then its ratio is told. Otherwise both have to give the same.</summary>
    public bool IsLength { get; init; }

    public static void Head(TextWriter say)
    {
        say.WriteLine("| work | peer | ours | theirs | floor | ratio | quartiles | size | allocated: ours | theirs |");
        say.WriteLine("|---|---|---|---|---|---|---|---|---|---|");
    }

    public void Measure(TextWriter say)
    {
        long answer = Ours(), other = Theirs();
        if (!IsLength && answer != other)
            throw new InvalidOperationException($"{Work}: we say {answer}, {Peer} says {other}");

        Turn[] turns = [new(Ours, s_shortest), new(Theirs, s_shortest), new(Floor, s_shortest)];
        var rounds = Enumerable.Range(0, Brief.Or(1, 31)).Select(_ => turns.Select(turn => turn.Take()).ToArray()).ToList();
        double[] ratios = [.. rounds.Select(round => round[0] / round[1]).Order()];
        string size = IsLength ? ((double)answer / other).ToString("0.000", CultureInfo.InvariantCulture) : "";
        say.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {Work} | {Peer} | {Median(0):0.0} µs | {Median(1):0.0} µs | {Median(2):0.0} µs | **{ratios[ratios.Length / 2]:0.00}** "
            + $"| {ratios[ratios.Length / 4]:0.00} to {ratios[ratios.Length * 3 / 4]:0.00} | {size} "
            + $"| {turns[0].Allocated:N0} | {turns[1].Allocated:N0} |"));

        double Median(int turn) => rounds.Select(round => round[turn]).Order().ElementAt(rounds.Count / 2);
    }

    /// <summary>One side's work, as many times in a turn as make it long enough for the clock.</summary>
    private sealed class Turn
    {
        private readonly Func<long> _work;
        private readonly int _times = 1;

        public Turn(Func<long> work, TimeSpan shortest)
        {
            _work = work;

            // The first calls are those that have it compiled, roughly and then well.
            long start = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(start) < 30 * shortest)
                work();
            for (start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < shortest; _times++)
                work();

            long before = GC.GetAllocatedBytesForCurrentThread();
            work();
            Allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        /// <summary>Bytes, by the thread that calls.</summary>
        public long Allocated { get; }

        /// <summary>Microseconds of CPU time for one call, those of the garbage collector among them.</summary>
        public double Take()
        {
            var before = Environment.CpuUsage.TotalTime;
            for (int i = 0; i < _times; i++)
                _work();
            return (Environment.CpuUsage.TotalTime - before).TotalMicroseconds / _times;
        }
    }
}
