using System.Runtime.InteropServices;
using Bq2.Efi.Boot;
using Bq2.Efi.Linux;

namespace Bq2.Init;

/// <summary>A disk's partition table, read from the disk itself: not all kernels tell the ids and labels of partitions.</summary>
internal readonly unsafe ref struct PartitionTable
{
    private const int SectorSizeRequest = 0x1268;   // BLKSSZGET
    private const uint LargestSector = 1 << 16;

    /// <summary>The sectors are 512 or 4096 bytes long.</summary>
    public uint SectorSize { get; private init; }

    /// <summary>The protective MBR, or one that has partitions.</summary>
    public Span<byte> FirstSector { get; private init; }

    /// <summary>The sector with the header of the GPT.</summary>
    public Span<byte> Header { get; private init; }

    /// <summary>The rows of the GPT; none if the disk has no GPT.</summary>
    public Span<byte> Rows { get; private init; }

    public uint RowSize => MemoryMarshal.Read<DiskTable>(Header).RowSize;

    public static bool TryRead(File disk, out PartitionTable table)
    {
        table = default;
        int size = 0;
        if (Linux.Control(disk, SectorSizeRequest, &size) < 0 || size < 512 || size > LargestSector)
            return false;

        var start = Memory.Take(2 * size);
        if (!disk.TryReadAt(0, start, out _))
            return false;

        var header = MemoryMarshal.Read<DiskTable>(start[size..]);
        var rows = Memory.Take(DiskIds.IsProtective(start) ? (int)header.RowBytes : 0);
        if (!disk.TryReadAt(header.RowsLba * (uint)size, rows, out _))
            return false;
        table = new() { SectorSize = (uint)size, FirstSector = start[..size], Header = start[size..], Rows = rows };
        return true;
    }

    /// <summary>
    /// The table as its backup in the last sector has it, for a primary one that is not whole: false if the backup is not whole either.
    /// </summary>
    public bool TryTakeBackup(File disk, ulong sectors, out PartitionTable backup)
    {
        backup = default;
        var header = Memory.Take((int)SectorSize);
        if (sectors < 4 || !DiskIds.IsProtective(FirstSector) || !disk.TryReadAt((sectors - 1) * SectorSize, header, out _))
            return false;

        var table = MemoryMarshal.Read<DiskTable>(header);
        var rows = Memory.Take((int)table.RowBytes);
        if (!disk.TryReadAt(table.RowsLba * SectorSize, rows, out _) || !GptGrowth.TryTakeBackup(header, rows, Header, sectors))
            return false;
        backup = new() { SectorSize = SectorSize, FirstSector = FirstSector, Header = header, Rows = rows };
        return true;
    }

    /// <summary>The id of a partition as the kernel knows it; nothing is written if it has none.</summary>
    public void WriteId(uint number, ref Utf8Writer target)
    {
        if (Rows.IsEmpty)
            DiskIds.WriteMbrId(FirstSector, number, ref target);
        else if (DiskIds.TryGetRow(Rows, RowSize, number, out var row))
            row.WriteId(ref target);
    }

    public void WriteLabel(uint number, ref Utf8Writer target)
    {
        if (!Rows.IsEmpty && DiskIds.TryGetRow(Rows, RowSize, number, out var row))
            row.WriteName(ref target);
    }
}
