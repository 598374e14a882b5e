using System.Globalization;
using Bq2.Efi;

namespace Bq2.Image;

/// <summary>Finds the partition that a word names: by number, label, type name, or either id.</summary>
internal static class PartitionChoice
{
    /// <summary>Without a word: the only partition, or the EFI system partition, or the first.</summary>
    public static FoundPartition Of(Source disk, PartitionTable table, string? word)
    {
        FoundPartition[] found = [.. word is null ? Usual(table.Partitions) : Named(table.Partitions, word)];
        return found switch
        {
            [var only] => only,
            [] => throw Missing(disk, table, word),
            _ => throw disk.Bad(ImageFaults.PartitionAmbiguous, $"{found.Length} partitions are called \"{word}\"",
                $"name one of them by its number: {string.Join(", ", found.Select(each => each.Number))}"),
        };
    }

    /// <summary>Whether a word is a number, even a wrong one: digits are never a label.</summary>
    public static bool IsNumber(string word) => word.Length > 0 && word.AsSpan().TrimStart('-').IndexOfAnyExceptInRange('0', '9') < 0;

    // The EFI system partition first, else in the order of the table.
    private static IEnumerable<FoundPartition> Usual(IReadOnlyList<FoundPartition> all) =>
        all.Where(found => found.Type == PartitionType.Esp).Concat(all).Take(1);

    private static IEnumerable<FoundPartition> Named(IReadOnlyList<FoundPartition> all, string word)
    {
        if (IsNumber(word))
            return all.Where(found => found.Number.ToString(CultureInfo.InvariantCulture) == word);
        if (Guid.TryParse(word, out var id) && id != Guid.Empty)
            return all.Where(found => found.Id == id || found.Type.Id == id);
        return all.Where(found => found.Name == word || found.Type.Name.Equals(word, StringComparison.OrdinalIgnoreCase));
    }

    private static FaultException Missing(Source disk, PartitionTable table, string? word)
    {
        // The partition may exist, but be damaged.
        string damage = table.Faults is [var fault, ..] ? $"; its table is damaged: {fault.Message}" : "";
        return word is null
            ? disk.Bad(ImageFaults.NoPartitions, $"the disk has no partitions{damage}")
            : disk.Bad(ImageFaults.NoSuchPartition, $"the disk has no partition {word}{damage}",
                table.Partitions.Count > 0 ? $"it has: {string.Join(", ", table.Partitions.Select(Shown))}" : null);
    }

    private static string Shown(FoundPartition found) => found.Name.Length > 0
        ? FormattableString.Invariant($"{found.Number} ({found.Type.Name}, \"{found.Name}\")")
        : FormattableString.Invariant($"{found.Number} ({found.Type.Name})");
}
