using System.Runtime.InteropServices;
using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>
/// A volume's own state: whether it was closed properly, its free space, its label.
/// </summary>
internal sealed class FatVolumeMark
{
    private static readonly FatCluster s_stateEntry = new(1);

    private readonly WritableDisk _disk;
    private readonly FatBoot _boot;
    private readonly FatTable _table;
    private readonly FatFsInfo? _info;
    private readonly uint _stateEntry;
    private bool _isSet;

    public FatVolumeMark(WritableDisk disk, FatBoot boot, FatTable table)
    {
        (_disk, _boot, _table) = (disk, boot, table);
        _stateEntry = table[s_stateEntry];
        if (boot.FsInfoSector is { } sector)
        {
            var info = MemoryMarshal.Read<FatFsInfo>(disk.ReadBytes(PlaceOf(sector), FatFsInfo.Size));
            _info = info.IsSound ? info : null;
        }
    }

    /// <summary>Where the last driver would continue searching for a free cluster.</summary>
    public FatCluster Hint => new(_info?.NextFree ?? 0);

    // The highest bit below the reserved ones; FAT12 has no such bit.
    private uint CleanBit => _boot.Layout.Type switch
    {
        FatType.Fat32 => 1 << 27,
        FatType.Fat16 => 1 << 15,
        _ => 0,
    };

    /// <summary>Marks the volume as being changed, in the boot sector for Linux and in the FAT for Windows.</summary>
    public void Set()
    {
        if (_isSet)
            return;

        _isSet = true;
        WriteState(FatState.Dirty);
        _table[s_stateEntry] = _stateEntry & ~CleanBit;
        _table.Write(_disk);
    }

    /// <summary>Writes the free space, and clears the mark, unless it was set before we began.</summary>
    public void Clear(FatClusters clusters)
    {
        if (!_isSet)
            return;

        _isSet = false;
        WriteFsInfo(clusters);
        _table[s_stateEntry] = _stateEntry;
        _table.Write(_disk);
        _disk.Flush();
        if (!_boot.IsDirty)
            WriteState(FatState.Clean);
        _disk.Flush();
    }

    public void SetLabel(FatShortName label)
    {
        _disk.WriteAt(_boot.LabelOffset, StructBytes.ToBytes(label));
        if (_boot.BackupSector is { } backup)
            _disk.WriteAt(PlaceOf(backup) + _boot.LabelOffset, StructBytes.ToBytes(label));
    }

    private void WriteState(FatState state)
    {
        byte[] old = _disk.ReadBytes(_boot.StateOffset, 1);
        _disk.WriteAt(_boot.StateOffset, [(byte)(old[0] & ~(byte)FatState.Dirty | (byte)state)]);
    }

    private void WriteFsInfo(FatClusters clusters)
    {
        if (_info is not { } info || _boot.FsInfoSector is not { } sector)
            return;

        // The stored count is reliable if it is in range, and the last driver closed the volume properly.
        bool known = info.FreeCount <= _boot.Layout.Clusters && !_boot.IsDirty && info.FreeCount >= clusters.Taken;
        long free = known ? info.FreeCount - clusters.Taken : clusters.CountFree();
        _disk.WriteAt(PlaceOf(sector), StructBytes.ToBytes(FatFsInfo.For(free, clusters.Next)));
    }

    private long PlaceOf(int sector) => (long)sector * _boot.Layout.SectorSize;
}
