using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Bq2.Image;

internal sealed partial class GptPlanner
{
    public void FillEntries()
    {
        var entries = MemoryMarshal.Cast<byte, GptEntry>(_entries.AsSpan());
        for (int i = 0; i < _partitions.Count; i++)
            entries[i] = EntryFor(i);
    }

    private GptEntry EntryFor(int index)
    {
        var partition = _partitions[index];
        var entry = new GptEntry
        {
            PartitionTypeGuid = partition.Type.Id,
            UniquePartitionGuid = partition.Id ?? DerivedId.Guid(_seed, TokenFor(index)),
            StartingLba = (ulong)(_offsets[index] / _sectorSize),
            EndingLba = (ulong)((_offsets[index] + LengthOf(partition)) / _sectorSize - 1),
            Attributes = partition.Attributes,
        };

        string name = partition.Name ?? partition.Type.Name;
        if (name.Length > GptEntry.NameLength)
            throw Failure.Of(ImageFaults.GptPlan, $"\"{name}\" has {name.Length} UTF-16 units; a name has {GptEntry.NameLength}");
        name.CopyTo(entry.PartitionName);
        return entry;
    }

    /// <summary>The type, with a number from its second partition on, so that adding one of another type changes no id.</summary>
    private string TokenFor(int index)
    {
        var type = _partitions[index].Type.Id;
        int before = _partitions.Take(index).Count(other => other.Type.Id == type);
        return before == 0 ? type.ToString() : string.Create(CultureInfo.InvariantCulture, $"{type}-{before}");
    }

    // Disks of different sizes must not share ids: a computer with both might mount the wrong one.
    private static byte[] SeedOf(IReadOnlyList<Partition> partitions, int sectorSize) => Encoding.UTF8.GetBytes(string.Concat(partitions
        .Select(each => FormattableString.Invariant($"{each.Type.Id} {LengthOf(each)}\n"))
        .Append(FormattableString.Invariant($"{sectorSize}"))));
}
