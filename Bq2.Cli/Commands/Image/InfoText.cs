using System.Globalization;
using System.Text;

namespace Bq2.Cli;

/// <summary>The answer of info as text: the lines of `qemu-img info`, which scripts parse too, and what is on the disk.</summary>
internal sealed class InfoText
{
    private readonly StringBuilder _text = new();

    private InfoText(ImageInfo info)
    {
        Add($"image: {info.Filename}");
        Add($"file format: {info.Format}");
        if (info.VirtualSize is { } size)
            Add($"virtual size: {Bytes.Short(size)} ({size} bytes)");
        Add($"disk size: {Bytes.Short(info.ActualSize)}");
        if (info.Encrypted == true)
            Add($"encrypted: yes");
        if (info.ClusterSize is { } cluster)
            Add($"cluster_size: {cluster}");
        if (info.DirtyFlag)
            Add($"cleanly shut down: no");
        AddBacking(info);
        foreach (var each in info.Snapshots ?? [])
        {
            var date = DateTimeOffset.FromUnixTimeSeconds(each.DateSec);
            Add($"snapshot {each.Id}: \"{each.Name}\", {date:yyyy-MM-dd HH:mm:ss}, VM state {Bytes.Show(each.VmStateSize)}");
        }

        if (info.FormatSpecific is { } specific)
            AddSpecific(specific.Data);
        if (info.ContentText is { } content)
            Add($"contains: {content}");
        foreach (var each in info.Partitions ?? [])
        {
            string name = each.Name is null ? "" : $"\"{each.Name}\", ";
            Add($"partition {each.Number}: {each.Type}, {name}{Bytes.Show(each.Length)} at {each.Start}");
        }
    }

    public static string Of(ImageInfo info) => new InfoText(info)._text.ToString().TrimEnd('\n');

    private void AddBacking(ImageInfo info)
    {
        if (info.BackingFilename is { } backing)
            Add($"backing file: {backing}{(info.FullBackingFilename is { } full && full != backing ? $" (actual path: {full})" : "")}");
        if (info.BackingFilenameFormat is { } format)
            Add($"backing file format: {format}");
    }

    private void AddSpecific(Qcow2Info data)
    {
        Add($"Format specific information:");
        Add($"    compat: {data.Compat}");
        Add($"    compression type: {data.CompressionType}");
        AddFlag("lazy refcounts", data.LazyRefcounts);
        AddBitmaps(data.Bitmaps ?? []);
        Add($"    refcount bits: {data.RefcountBits}");
        if (data.Encrypt is { } encrypt)
            Add($"    encrypt:\n        format: {encrypt.Format}");
        if (data.DataFile is { } file)
            Add($"    data file: {file}");
        AddFlag("data file raw", data.DataFileRaw);
        AddFlag("corrupt", data.Corrupt);
        AddFlag("extended l2", data.ExtendedL2);
    }

    private void AddBitmaps(BitmapInfo[] bitmaps)
    {
        for (int i = 0; i < bitmaps.Length; i++)
        {
            Add($"{(i == 0 ? "    bitmaps:\n" : "")}        [{i}]:\n            flags:");
            for (int flag = 0; flag < bitmaps[i].Flags.Length; flag++)
                Add($"                [{flag}]: {bitmaps[i].Flags[flag]}");
            Add($"            name: {bitmaps[i].Name}\n            granularity: {bitmaps[i].Granularity}");
        }
    }

    private void AddFlag(string name, bool? value)
    {
        if (value is { } known)
            Add($"    {name}: {(known ? "true" : "false")}");
    }

    private void Add(FormattableString line) => _text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
