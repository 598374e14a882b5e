using System.Globalization;

namespace Bq2.Bench.Whole;

/// <summary>One line of the table: the same work by us, by the peers, and the floor, which is its bytes copied.</summary>
internal sealed record Row(string Work, string Ours, string Theirs, string Floor)
{
    /// <summary>The ratio to reach, ours to theirs.</summary>
    public double Goal { get; init; }

    /// <summary>What both make; removed before every run, so that nobody has to replace anything.</summary>
    public string[] Makes { get; init; } = [];

    /// <summary>A folder that both make; likewise.</summary>
    public string? MakesFolder { get; init; }

    public int Runs { get; init; } = 5;

    /// <summary>Runs all three by turns, so that a bad minute is a bad minute for all.</summary>
    public void Measure(TextWriter say)
    {
        List<Measured> ours = [], theirs = [], floor = [];
        double sizes = 0;
        for (int run = 0; run < Brief.Or(1, Runs); run++)
        {
            floor.Add(Fresh(Floor));
            theirs.Add(Fresh(Theirs));
            long size = Size();
            ours.Add(Fresh(Ours));
            sizes = (double)Size() / size;
        }

        RemoveWhatIsMade();
        var (us, them, least) = (Measured.MedianOf(ours), Measured.MedianOf(theirs), Measured.MedianOf(floor));
        double ratio = us.Seconds / them.Seconds, cpu = us.CpuSeconds / them.CpuSeconds;
        say.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {Work} | {us.Seconds:0.00} s | {them.Seconds:0.00} s | {least.Seconds:0.00} s | **{ratio:0.00}** "
            + $"| {Goal:0.00} | {cpu:0.00} | {sizes:0.000} | {us.PeakBytes >> 20} MiB | {them.PeakBytes >> 20} MiB |"));
    }

    public static void Head(TextWriter say)
    {
        say.WriteLine(
            "| work | ours | theirs | floor | ratio | to reach | ratio of CPU time | size, ours to theirs | our peak | their peak |");
        say.WriteLine("|---|---|---|---|---|---|---|---|---|---|");
    }

    private Measured Fresh(string line)
    {
        RemoveWhatIsMade();
        return Measured.Run(line);
    }

    private long Size() => Makes.Where(File.Exists).Sum(file => new FileInfo(file).Length);

    private void RemoveWhatIsMade()
    {
        foreach (string file in Makes)
            File.Delete(file);
        if (Directory.Exists(MakesFolder))
            Directory.Delete(MakesFolder, recursive: true);
    }
}
