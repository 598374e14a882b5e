using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>
/// Lays out partitions on a disk, in the given order, so that the last one can grow. Each takes whole mebibytes, which suits flash, RAID
/// and disk encryption. The backup table is at the end of the last mebibyte.
/// </summary>
internal sealed partial class GptPlanner
{
    private readonly IReadOnlyList<Partition> _partitions;
    private readonly byte[] _seed;
    private readonly int _sectorSize;
    private readonly long[] _offsets;
    private readonly byte[] _entries = new byte[GptEntry.UsualCount * GptEntry.Size];

    public GptPlanner(IReadOnlyList<Partition> partitions, GptOptions options)
    {
        if (options.SectorSize is not (512 or 4096))
            throw Failure.Of(ImageFaults.GptPlan, $"a sector of {options.SectorSize:N0} bytes, not 512 or 4096");
        if (partitions.Count > GptEntry.UsualCount)
            throw Failure.Of(ImageFaults.GptPlan, $"{partitions.Count:N0} partitions; the table has room for {GptEntry.UsualCount}");

        (_partitions, _sectorSize) = (partitions, options.SectorSize);
        _seed = options.Seed.IsEmpty ? SeedOf(partitions, _sectorSize) : options.Seed.ToArray();
        _offsets = new long[partitions.Count];
        Regions = new(ArrangePartitions());
    }

    public Regions Regions { get; }

    private long EntriesLength => Align.Up(_entries.Length, _sectorSize);

    private long LastLba => Regions.Length / _sectorSize - 1;

    private long FirstUsableLba => 2 + EntriesLength / _sectorSize;

    private long BackupEntriesLba => LastLba - EntriesLength / _sectorSize;

    public void PlaceProtectiveMbr()
    {
        var record = new MbrRecord
        {
            OsType = ProtectiveMbr.GptType,
            StartingLba = 1,
            SizeInLba = (uint)Math.Min(LastLba, uint.MaxValue),
        };
        record.StartingChs[1] = 2;
        ((Span<byte>)record.EndingChs).Fill(0xff);

        var mbr = new ProtectiveMbr { Signature = ProtectiveMbr.BootSignature };
        mbr.Partitions[0] = record;
        Place(0, StructBytes.ToBytes(mbr));
    }

    public void PlacePrimaryTable()
    {
        Place(1, StructBytes.ToBytes(Header(myLba: 1, alternateLba: LastLba, entriesLba: 2)));
        Place(2, _entries);
    }

    public void PlacePartitions()
    {
        for (int i = 0; i < _partitions.Count; i++)
            Regions.Add(_offsets[i], _partitions[i].Content);
    }

    public void PlaceBackupTable()
    {
        Place(BackupEntriesLba, _entries);
        Place(LastLba, StructBytes.ToBytes(Header(myLba: LastLba, alternateLba: 1, BackupEntriesLba)));
    }

    /// <summary>Sets the offset of every partition; returns the length of the disk.</summary>
    private long ArrangePartitions()
    {
        long end = GptDisk.Alignment;
        for (int i = 0; i < _offsets.Length; i++)
        {
            if (_partitions[i].Content.Length == 0)
                throw Failure.Of(ImageFaults.GptPlan, $"partition {i + 1} is empty");
            _offsets[i] = end;
            end += LengthOf(_partitions[i]);
        }

        return Align.Up(end + EntriesLength + _sectorSize, GptDisk.Alignment);
    }

    private GptHeader Header(long myLba, long alternateLba, long entriesLba)
    {
        var header = new GptHeader
        {
            Signature = GptHeader.EfiPart,
            Revision = GptHeader.Revision1,
            HeaderSize = GptHeader.Size,
            MyLba = (ulong)myLba,
            AlternateLba = (ulong)alternateLba,
            FirstUsableLba = (ulong)FirstUsableLba,
            LastUsableLba = (ulong)BackupEntriesLba - 1,
            DiskGuid = DerivedId.Guid(_seed, "disk-uuid"),
            PartitionEntryLba = (ulong)entriesLba,
            NumberOfPartitionEntries = GptEntry.UsualCount,
            SizeOfPartitionEntry = GptEntry.Size,
            PartitionEntryArrayCrc32 = Crc32.Of(_entries),
        };
        header.HeaderCrc32 = Crc32.Of(StructBytes.ToBytes(header));
        return header;
    }

    private static long LengthOf(Partition partition) => Align.Up(partition.Content.Length, GptDisk.Alignment);

    private void Place(long lba, byte[] bytes) => Regions.Add(lba * _sectorSize, Content.FromBytes(bytes));
}
