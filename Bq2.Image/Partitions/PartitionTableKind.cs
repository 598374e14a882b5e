namespace Bq2.Image;

/// <summary>The two kinds of partition tables that are read.</summary>
public enum PartitionTableKind
{
    Gpt,
    Mbr,
}
