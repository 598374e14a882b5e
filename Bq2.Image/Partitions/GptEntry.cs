using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Bq2.Image;

/// <summary>One row of the partition table: "GPT Partition Entry" of the UEFI specification.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct GptEntry
{
    public const int Size = 128;
    public const int UsualCount = 128;
    public const int SectorsOffset = 32;
    public const int NameLength = 36;

    public Guid PartitionTypeGuid;       //   0  all zeros: the row is not used
    public Guid UniquePartitionGuid;     //  16
    public ulong StartingLba;            //  32
    public ulong EndingLba;              //  40  the last one that belongs to it
    public ulong Attributes;             //  48
    public NameUnits PartitionName;      //  56  UTF-16, ended by a zero where it is shorter

    [InlineArray(NameLength)]
    internal struct NameUnits
    {
        private char _first;
    }
}
