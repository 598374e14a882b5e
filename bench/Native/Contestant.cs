using System.Diagnostics;

namespace Bq2.Bench.Native;

/// <summary>One way to process a piece; returns the number of output bytes. The shortest time of each piece counts.</summary>
internal sealed class Contestant(string name, Func<byte[], int> work)
{
    private double[] _least = [];

    public string Name => name;

    public long Length { get; private set; }

    public double Seconds => _least.Sum();

    /// <summary>In turns, piece by piece, so that a disturbance affects all of them alike.</summary>
    public static void Race(IReadOnlyList<Contestant> contestants, byte[][] pieces, int rounds)
    {
        foreach (var contestant in contestants)
        {
            contestant._least = new double[pieces.Length];
            Array.Fill(contestant._least, double.MaxValue);
            contestant.Length = 0;
        }

        // Sixteen at a time: like a disk, they do not fit the processor's caches.
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
