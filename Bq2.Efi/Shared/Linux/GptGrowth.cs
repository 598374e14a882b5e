using System.Runtime.InteropServices;
using Bq2.Efi.Boot;

namespace Bq2.Efi.Linux;

/// <summary>What became of the wish to enlarge a partition.</summary>
internal enum GrowthAnswer
{
    /// <summary>The tables have been changed and are to be written.</summary>
    Grown,

    /// <summary>The partition has all that there is.</summary>
    Nothing,

    NoTable,
    BadChecksum,
    NoPartition,

    /// <summary>Another partition lies behind it.</summary>
    NotLast,

    /// <summary>The table is that of a larger disk.</summary>
    DiskTooSmall,
}

/// <summary>
/// The GPT of a disk that became larger: its backup moves to the new end, and the last partition takes what is free. Only arithmetic; the
/// caller reads and writes.
/// </summary>
internal struct GptGrowth
{
    private const int ProtectiveKind = 446 + 4, ProtectiveLength = 446 + 12, BootSignature = 510;
    private const byte Protective = 0xee;
    private const ulong PrimaryLba = 1, FirstRowsLba = 2;

    /// <summary>Where the backup's rows are to be written.</summary>
    public ulong BackupRowsLba { get; private set; }

    /// <summary>Where its header is to be written, the last sector.</summary>
    public ulong BackupLba { get; private set; }

    public ulong FirstLba { get; private set; }

    public ulong LastLba { get; private set; }

    /// <summary>
    /// Changes the primary table in place: its sector, and its rows, of which there are as many as the header says.
    /// </summary>
    public static GrowthAnswer Apply(
        Span<byte> header, Span<byte> rows, uint sectorSize, ulong sectors, uint number, out GptGrowth growth)
    {
        growth = default;
        var table = MemoryMarshal.Read<DiskTable>(header);
        var problem = Check(header, rows, table, PrimaryLba);
        if (problem != GrowthAnswer.Nothing)
            return problem;
        if (!DiskIds.TryGetRow(rows, table.RowSize, number, out var row))
            return GrowthAnswer.NoPartition;

        ulong rowSectors = (table.RowBytes + sectorSize - 1ul) / sectorSize;
        if (sectors < 2 * rowSectors + 4 || sectors - 1 < table.AlternateLba || sectors - 1 < table.LastUsableLba)
            return GrowthAnswer.DiskTooSmall;

        // A backup that is at the end stays as it is, with the room that somebody left before it.
        bool isAtEnd = table.AlternateLba == sectors - 1;
        ulong lastUsable = isAtEnd ? table.LastUsableLba : sectors - 2 - rowSectors;
        ulong end = AlignedEnd(lastUsable + 1, sectorSize);
        if (HasOther(rows, table.RowSize, number, row.LastLba))
            return GrowthAnswer.NotLast;

        (growth.FirstLba, growth.LastLba) = (row.FirstLba, end - 1 > row.LastLba ? end - 1 : row.LastLba);
        (growth.BackupLba, growth.BackupRowsLba) = (sectors - 1, sectors - 1 - rowSectors);
        if (growth.LastLba > lastUsable)
            return GrowthAnswer.DiskTooSmall;
        if (growth.LastLba == row.LastLba && isAtEnd)
            return GrowthAnswer.Nothing;

        row.LastLba = growth.LastLba;
        MemoryMarshal.Write(rows[(int)((number - 1) * table.RowSize)..], in row);
        table.AlternateLba = growth.BackupLba;
        table.LastUsableLba = lastUsable;
        table.RowsCrc32 = TableSum.Of(rows[..(int)table.RowBytes]);
        Finish(header, ref table);
        return GrowthAnswer.Grown;
    }

    /// <summary>
    /// Makes a primary header of that of the backup in the last sector, in place; false if the backup is not whole. For a primary table
    /// that is not, because the machine was switched off: its own place is kept if it has a sound one.
    /// </summary>
    public static bool TryTakeBackup(Span<byte> header, ReadOnlySpan<byte> rows, ReadOnlySpan<byte> primary, ulong sectors)
    {
        var table = MemoryMarshal.Read<DiskTable>(header);
        if (Check(header, rows, table, sectors - 1) != GrowthAnswer.Nothing)
            return false;

        var torn = MemoryMarshal.Read<DiskTable>(primary);
        ulong lastPlace = table.FirstUsableLba - (table.RowBytes + (ulong)header.Length - 1) / (ulong)header.Length;
        bool keepsPlace = torn.Signature == DiskTable.EfiPart && torn.RowsLba >= FirstRowsLba && torn.RowsLba <= lastPlace;
        (table.MyLba, table.AlternateLba, table.RowsLba) = (PrimaryLba, sectors - 1, keepsPlace ? torn.RowsLba : FirstRowsLba);
        Finish(header, ref table);
        return lastPlace is >= FirstRowsLba and < 1ul << 48;
    }

    /// <summary>Whether a primary table is whole.</summary>
    public static bool IsWhole(Span<byte> header, ReadOnlySpan<byte> rows) =>
        Check(header, rows, MemoryMarshal.Read<DiskTable>(header), PrimaryLba) == GrowthAnswer.Nothing;

    /// <summary>Makes the backup's header of the primary one, in place.</summary>
    public readonly void TurnIntoBackup(Span<byte> header)
    {
        var table = MemoryMarshal.Read<DiskTable>(header);
        (table.MyLba, table.AlternateLba) = (table.AlternateLba, table.MyLba);
        table.RowsLba = BackupRowsLba;
        Finish(header, ref table);
    }

    /// <summary>Corrects the length that the MBR before the table gives; false if there is nothing to correct.</summary>
    public static bool FixProtectiveMbr(Span<byte> sector, ulong sectors)
    {
        uint length = sectors - 1 < uint.MaxValue ? (uint)(sectors - 1) : uint.MaxValue;
        if (sector[BootSignature] != 0x55 || sector[BootSignature + 1] != 0xaa || sector[ProtectiveKind] != Protective
            || MemoryMarshal.Read<uint>(sector[ProtectiveLength..]) == length)
        {
            return false;
        }

        MemoryMarshal.Write(sector[ProtectiveLength..], in length);
        return true;
    }

    private static GrowthAnswer Check(Span<byte> header, ReadOnlySpan<byte> rows, DiskTable table, ulong lba)
    {
        if (table.RowBytes == 0 || table.MyLba != lba || table.HeaderSize < DiskTable.Size || table.HeaderSize > header.Length
            || table.RowBytes > rows.Length || table.FirstUsableLba > table.LastUsableLba)
        {
            return GrowthAnswer.NoTable;
        }

        bool isSound = SumOf(header, table) == table.HeaderCrc32 && TableSum.Of(rows[..(int)table.RowBytes]) == table.RowsCrc32;
        MemoryMarshal.Write(header, in table);
        return isSound ? GrowthAnswer.Nothing : GrowthAnswer.BadChecksum;
    }

    // The sum is that of a header whose own field is zero.
    private static uint SumOf(Span<byte> header, DiskTable table)
    {
        table.HeaderCrc32 = 0;
        MemoryMarshal.Write(header, in table);
        return TableSum.Of(header[..(int)table.HeaderSize]);
    }

    private static void Finish(Span<byte> header, ref DiskTable table)
    {
        table.HeaderCrc32 = SumOf(header, table);
        MemoryMarshal.Write(header, in table);
    }

    // On whole mebibytes, as all tools make partitions today.
    private static ulong AlignedEnd(ulong end, uint sectorSize) => end & ~((1ul << 20) / sectorSize - 1);

    private static bool HasOther(ReadOnlySpan<byte> rows, uint rowSize, uint number, ulong behind)
    {
        for (uint other = 1; other * (ulong)rowSize <= (ulong)rows.Length; other++)
        {
            if (other != number && DiskIds.TryGetRow(rows, rowSize, other, out var row) && IsUsed(row) && row.LastLba > behind)
                return true;
        }

        return false;
    }

    private static bool IsUsed(in DiskTableRow row) => !row.Type.Equals(default);
}
