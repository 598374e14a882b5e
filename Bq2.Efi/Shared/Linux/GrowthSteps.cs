using System.Runtime.InteropServices;
using Bq2.Efi.Boot;

namespace Bq2.Efi.Linux;

/// <summary>
/// What is to be written for a partition that grew, in this order and each on the disk before the next: first the backup at the new end,
/// while the primary table and the backup that it names are as before; then the primary one. So one of the two is whole at any time. A
/// table is one write where its header and its rows are neighbours, so that hardly any disk ever has half of it.
/// </summary>
internal ref struct GrowthSteps
{
    private readonly GptGrowth _growth;
    private readonly ReadOnlySpan<byte> _header, _rows;
    private readonly Span<byte> _mbr, _buffer;
    private readonly ulong _rowsLba;
    private int _step;

    /// <param name="growth">What has been done to the table.</param>
    /// <param name="mbr">The first sector.</param>
    /// <param name="header">The sector of the primary header, changed.</param>
    /// <param name="rows">The rows, changed.</param>
    /// <param name="buffer">Room for all of them.</param>
    public GrowthSteps(GptGrowth growth, Span<byte> mbr, ReadOnlySpan<byte> header, ReadOnlySpan<byte> rows, Span<byte> buffer)
    {
        _growth = growth;
        _mbr = mbr;
        _header = header;
        _rows = rows;
        _buffer = buffer;
        _rowsLba = MemoryMarshal.Read<DiskTable>(header).RowsLba;
    }

    public ulong Lba { get; private set; }

    public ReadOnlySpan<byte> Bytes { get; private set; }

    public static int BufferLength(ReadOnlySpan<byte> header, ReadOnlySpan<byte> rows) => rows.Length + 2 * header.Length;

    public bool MoveNext()
    {
        bool isTogether = _rowsLba == 2;
        switch (_step++)
        {
            case 0:
                return Take(_growth.BackupRowsLba, MakeBackup());
            case 1:
                return isTogether ? Take(1, MakePrimary()) : Take(_rowsLba, _rows);
            case 2:
                return isTogether ? MoveNext() : Take(1, _header);
            case 3:
                return GptGrowth.FixProtectiveMbr(_mbr, _growth.BackupLba + 1) && Take(0, _mbr);
            default:
                return false;
        }
    }

    private bool Take(ulong lba, ReadOnlySpan<byte> bytes)
    {
        Lba = lba;
        Bytes = bytes;
        return true;
    }

    private readonly ReadOnlySpan<byte> MakeBackup()
    {
        int length = (int)(_growth.BackupLba - _growth.BackupRowsLba + 1) * _header.Length;
        var backup = _buffer[..length];
        backup.Clear();
        _rows.CopyTo(backup);
        var header = backup[^_header.Length..];
        _header.CopyTo(header);
        _growth.TurnIntoBackup(header);
        return backup;
    }

    private readonly ReadOnlySpan<byte> MakePrimary()
    {
        _header.CopyTo(_buffer);
        _rows.CopyTo(_buffer[_header.Length..]);
        return _buffer[..(_header.Length + _rows.Length)];
    }
}
