namespace Bq2.Image;

/// <summary>The supported kinds of partition tables.</summary>
public enum PartitionTableKind
{
    /// <summary>A GUID partition table.</summary>
    Gpt,
    /// <summary>The table of a master boot record, with logical partitions.</summary>
    Mbr,
}
