using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>
/// A whole image planned in advance, for outputs without seeking, such as a pipe. So every cluster that a region touches has a place, even
/// if all its bytes turn out to be zeros. The tables are in memory: at the usual cluster size, 128 KiB for every GiB of the regions.
/// </summary>
internal static class Qcow2File
{
    public static Regions Compose(Regions disk, Qcow2Plan plan, Qcow2Options options)
    {
        var cluster = plan.Cluster;
        var file = new Regions(cluster.OffsetOf(plan.End));
        file.Add(0, Content.FromBytes(Qcow2Metadata.Header(plan, options)));
        file.Add(cluster.OffsetOf(Qcow2Plan.L1), Content.FromBytes(Qcow2Metadata.L1Table(plan, _ => true)));
        file.Add(cluster.OffsetOf(plan.RefcountTable), Content.FromBytes(Qcow2Metadata.RefcountTable(plan)));
        file.Add(cluster.OffsetOf(plan.FirstRefcountBlock), Content.FromBytes(Counts(plan)));
        AddTables(file, disk, plan);
        AddData(file, disk, plan);
        return file;
    }

    private static byte[] Counts(Qcow2Plan plan)
    {
        var counts = new Be16[plan.End.Number];
        counts.AsSpan().Fill(1);
        return Qcow2Metadata.BytesOf<Be16>(counts);
    }

    private static void AddTables(Regions file, Regions disk, Qcow2Plan plan)
    {
        var cluster = plan.Cluster;
        var host = plan.FirstData;
        var entries = new Be64[cluster.WordsPerTable];
        int table = 0;
        foreach (var (first, count) in disk.Runs(cluster.Bytes))
        {
            for (var guest = new GuestCluster(first); guest.Number < first + count; guest += 1, host += 1)
            {
                if (plan.Tables[table] < cluster.TableOf(guest))
                    Finish();
                int word = cluster.EntryOf(guest) * cluster.WordsPerEntry;
                entries[word] = (ulong)cluster.OffsetOf(host) | Qcow2Entry.Copied;
                if (cluster.HasParts)
                    entries[word + 1] = uint.MaxValue;
            }
        }

        if (plan.Tables.Count > 0)
            Finish();

        // Every planned table is used, so the next one is the next in the plan.
        void Finish()
        {
            file.Add(cluster.OffsetOf(plan.FirstTable + table), Content.FromBytes(Qcow2Metadata.BytesOf<Be64>(entries)));
            entries.AsSpan().Clear();
            table++;
        }
    }

    private static void AddData(Regions file, Regions disk, Qcow2Plan plan)
    {
        var host = plan.FirstData;
        foreach (var (first, count) in disk.Runs(plan.Cluster.Bytes))
        {
            long start = first * plan.Cluster.Bytes, end = Math.Min(start + count * plan.Cluster.Bytes, disk.Length);
            file.Add(plan.Cluster.OffsetOf(host), disk.Slice(start, end - start));
            host += count;
        }
    }
}
