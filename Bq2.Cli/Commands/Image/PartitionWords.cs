using Bq2.Image;

namespace Bq2.Cli;

/// <summary>A partition as build takes it: TYPE:[SOURCE][:SIZE].</summary>
internal static class PartitionWords
{
    private static readonly PartitionType[] s_types =
        [PartitionType.Home, PartitionType.Srv, PartitionType.Var, PartitionType.Tmp, PartitionType.LinuxGeneric];

    public static string Types => string.Join(", ", s_types.Select(type => type.Name));

    public static Partition Parse(string word, TreeWords sources)
    {
        string[] parts = word.Split(':');
        string type = parts[0];

        // home:DIR has no size; a folder may have colons in its name.
        long? size = parts.Length > 2 ? Bytes.Parse(parts[^1]) : null;
        string source = string.Join(':', size is null ? parts[1..] : parts[1..^1]);
        if (type == PartitionType.Swap.Name)
        {
            return source.Length == 0 && size is { } length ? new(PartitionType.Swap, SwapVolume.Plan(length))
                : throw new UsageException($"--partition {word}: expected swap::SIZE");
        }

        var known = Array.Find(s_types, each => each.Name == type);
        if (known.Name is null)
            throw new UsageException($"--partition {word}: '{type}' is not a type: expected swap, {Types}");
        var tree = source.Length > 0 ? Inputs.Tree(source, sources) : new Tree();
        UnixTime time = Ambient.SourceDateEpoch() ?? DateTimeOffset.UnixEpoch;
        return new(known, Ext4Volume.Plan(tree, new() { Size = size, Label = type, Time = time }));
    }
}
