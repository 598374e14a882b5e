using Bq2.Efi.Linux;

namespace Bq2.Init;

/// <summary>
/// Enlarges the root's partition to what its disk has: bq2.grow. What fails is said, and the boot goes on with the size there is. The table
/// is written so that one of its two copies is whole at any time; if the machine was switched off meanwhile, the other one is made of it.
/// </summary>
internal static unsafe class PartitionGrowth
{
    public static void Make(BlockDevice root)
    {
        if (!root.TryGetDisk(out var disk))
            return;

        using var file = Linux.Open(disk.Path, OpenFor.Both);
        nint error = file.Number;
        if (!file.IsOpen || !PartitionTable.TryRead(file, out var table))
        {
            Fault.Say("cannot enlarge "u8).Add(root.Path).Add(": no partition table on "u8).Add(disk.Path).GoOn();
            return;
        }

        ulong sectors = disk.Bytes / table.SectorSize;
        PartitionTable backup = default;
        bool isMended = !GptGrowth.IsWhole(table.Header, table.Rows) && table.TryTakeBackup(file, sectors, out backup);
        if (isMended)
            table = backup;

        var answer = GptGrowth.Apply(table.Header, table.Rows, table.SectorSize, sectors, root.PartitionNumber, out var growth);
        if (answer == GrowthAnswer.Nothing && !isMended)
            return;
        if (answer is not (GrowthAnswer.Nothing or GrowthAnswer.Grown))
        {
            Refuse(root, answer);
            return;
        }

        error = Write(file, table, growth);
        if (error >= 0)
            error = Tell(file, growth, table.SectorSize, root.PartitionNumber);
        if (error < 0)
            Fault.Say("cannot enlarge "u8).Add(root.Path).Because(error).GoOn();
    }

    private static nint Write(File file, in PartitionTable table, GptGrowth growth)
    {
        var buffer = Memory.Take(GrowthSteps.BufferLength(table.Header, table.Rows));
        var steps = new GrowthSteps(growth, table.FirstSector, table.Header, table.Rows, buffer);
        while (steps.MoveNext())
        {
            nint error = file.WriteAt(steps.Lba * table.SectorSize, steps.Bytes);
            if (error >= 0)
                error = Linux.Synchronize(file);
            if (error < 0)
                return error;
        }

        return 0;
    }

    private static nint Tell(File disk, GptGrowth growth, uint sectorSize, uint number)
    {
        var place = new PartitionPlace
        {
            Start = (long)(growth.FirstLba * sectorSize),
            Length = (long)((growth.LastLba - growth.FirstLba + 1) * sectorSize),
            Number = (int)number,
        };
        var call = new PartitionCall { Operation = PartitionCall.Resize, Length = PartitionPlace.Size, Place = &place };
        return Linux.Control(disk, PartitionCall.Request, &call);
    }

    private static void Refuse(BlockDevice root, GrowthAnswer answer)
    {
        var fault = Fault.Say("cannot enlarge "u8).Add(root.Path).Add(": "u8);
        switch (answer)
        {
            case GrowthAnswer.NotLast: fault.Add("another partition lies behind it"u8); break;
            case GrowthAnswer.BadChecksum: fault.Add("the checksum of the partition table is wrong"u8); break;
            case GrowthAnswer.DiskTooSmall: fault.Add("the partition table is that of a larger disk"u8); break;
            default: fault.Add("the disk has no GPT with this partition"u8); break;
        }

        fault.GoOn();
    }
}
