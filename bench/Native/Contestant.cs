using System.Diagnostics;

namespace Bq2.Bench.Native;

/// <summary>One way to do the work on a piece; says how many bytes come out. The least time of each piece counts.</summary>
internal sealed class Contestant(string name, Func<byte[], int> work)
{
    private double[] _least = [];

    public string Name => name;

    public long Length { get; private set; }

    public double Seconds => _least.Sum();

    /// <summary>By turns, piece by piece, so that what disturbs one disturbs all.</summary>
    public static void Race(IReadOnlyList<Contestant> contestants, byte[][] pieces, int rounds)
    {
        foreach (var contestant in contestants)
        {
            contestant._least = new double[pieces.Length];
            Array.Fill(contestant._least, double.MaxValue);
            contestant.Length = 0;
        }

        // Sixteen at a time: one after the other they are like a disk to the processor's caches.
        foreach (int[] some in Enumerable.Range(0, pieces.Length).Chunk(16))
        {
            for (int round = 0; round < rounds; round++)
            {
                foreach (var contestant in contestants)
                {
                    foreach (int number in some)
                        contestant.Do(pieces[number], number, round == 0);
                }
            }
        }
    }

    private void Do(byte[] piece, int number, bool isFirst)
    {
        long start = Stopwatch.GetTimestamp();
        int length = work(piece);
        _least[number] = Math.Min(_least[number], Stopwatch.GetElapsedTime(start).TotalSeconds);
        if (isFirst)
            Length += length;
    }
}
