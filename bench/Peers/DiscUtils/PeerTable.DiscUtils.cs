using Bq2.Bench.Peers.DiscUtils;

namespace Bq2.Bench.Peers;

internal static partial class PeerTable
{
    static partial void MeasureDiscUtils(TextWriter say)
    {
        foreach (int files in (int[])[10, 500])
        {
            var bench = new FatFilesBench { Files = files };
            bench.MakeFiles();
            new Turns(
                $"{files} files into FAT16", "DiscUtils",
                () => Done(() => bench.Write()), () => Done(bench.DiscUtilsWrite), () => Done(bench.CopyBytes)).Measure(say);
            bench.RemoveTarget();
        }

        static long Done(Action work)
        {
            work();
            return 0;
        }
    }
}
