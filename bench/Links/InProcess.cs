using System.Diagnostics;
using Bq2.Efi.Coff;
using Bq2.Efi.Link;

namespace Bq2.Bench.Links;

/// <summary>What the first links in a process take, one by one: in the first the runtime still compiles the linker.</summary>
internal static class InProcess
{
    private const int Times = 5;

    public static void Run(params string[] large)
    {
        Console.WriteLine();
        byte[] small = new LinkBench { Functions = 100 }.MadeObject();
        Show($"an object of {small.Length >> 10} KiB", () => [CoffObject.Read("small.obj", small)]);

        byte[][] bytes = [.. large.Select(File.ReadAllBytes)];
        Show(
            $"the large object of ilc, {bytes.Sum(b => b.Length) >> 20} MiB",
            () => [.. bytes.Select(b => CoffObject.Read("large.obj", b))]);
    }

    private static void Show(string what, Func<CoffObject[]> read)
    {
        var times = new List<string>();
        for (int i = 0; i < Times; i++)
        {
            long start = Stopwatch.GetTimestamp();
            if (EfiLinker.Link(read()).Image is null)
                throw new InvalidOperationException("the object does not link");
            times.Add(FormattableString.Invariant($"{Stopwatch.GetElapsedTime(start).TotalMilliseconds:0.0}"));
        }

        Console.WriteLine($"{what}, link after link in one process: {string.Join(", ", times)} ms");
    }
}
