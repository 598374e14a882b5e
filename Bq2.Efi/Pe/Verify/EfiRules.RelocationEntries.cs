namespace Bq2.Efi.Pe;

public static partial class EfiRules
{
    private static List<uint> JudgeEntries(PeImage image, ReadOnlyMemory<byte> table, Findings findings)
    {
        int start = image.FileOffset(image.Directory(DirectoryIndex.BaseRelocation).Address)!.Value, end = 0;
        var moved = new List<uint>();
        foreach (var block in BaseRelocations.Blocks(table))
        {
            end = block.Offset + block.Length;
            if (block.Length % sizeof(uint) != 0)
            {
                findings.Advise(EfiRuleCodes.OddRelocationBlock,
                    $"the base relocation block at 0x{block.Offset:x} of the table has {block.Length} bytes, which is no multiple of 4",
                    start + block.Offset + 4, 4);
            }

            if (block.Page >= image.OptionalHeader.SizeOfImage)
            {
                findings.Refuse(FirmwareAndShim, EfiRuleCodes.RelocationPage,
                    $"the block at 0x{block.Offset:x} of the table is for page 0x{block.Page:x}, outside the image",
                    start + block.Offset, 4);
            }

            for (int i = 0; i < block.Count; i++)
                JudgeEntry(image, block[i], start + block.Offset + BaseRelocationBlock.HeaderLength + i * sizeof(ushort), moved, findings);
        }

        if (end < table.Length)
        {
            findings.Refuse(FirmwareAndShim, EfiFaults.RelocationBlock,
                $"the base relocation block at 0x{end:x} of the table has no sound length, {table.Length - end} bytes are left",
                start + end, 8,
                "the directory may be longer than the table");
        }

        moved.Sort();
        for (int i = 1; i < moved.Count; i++)
        {
            if (moved[i] - moved[i - 1] < sizeof(ulong))
            {
                findings.Refuse(EfiJudges.Firmware, EfiRuleCodes.RelocationsOverlap,
                    $"the fields at 0x{moved[i - 1]:x} and 0x{moved[i]:x} overlap, so bytes would be moved twice",
                    image.FileOffset(moved[i])
                        ?? start, sizeof(ulong));
            }
        }

        return moved;
    }

    private static void JudgeEntry(PeImage image, in BaseRelocation entry, int at, List<uint> moved, Findings findings)
    {
        switch (entry.Kind)
        {
            case BaseRelocationKind.Absolute:
                return;
            case BaseRelocationKind.Dir64:
                break;
            case BaseRelocationKind.High or BaseRelocationKind.Low or BaseRelocationKind.HighLow:
                findings.Advise(EfiRuleCodes.ShortRelocation,
                    $"the base relocation of 0x{entry.Address:x} has kind {(int)entry.Kind}, right only below 4 GiB; expected 10",
                    at, 2);
                return;
            default:
                findings.Refuse(FirmwareAndShim, EfiRuleCodes.RelocationKind,
                    $"the base relocation of 0x{entry.Address:x} is of kind {(int)entry.Kind}, expected {(int)BaseRelocationKind.Dir64}",
                    at, 2);
                return;
        }

        if (entry.Address + (long)sizeof(ulong) > image.OptionalHeader.SizeOfImage)
        {
            findings.Refuse(FirmwareAndShim, EfiRuleCodes.RelocationOutside,
                $"the base relocation of 0x{entry.Address:x} points outside the image of 0x{image.OptionalHeader.SizeOfImage:x}", at, 2);
        }
        else if (image.FileOffset(entry.Address) is null)
        {
            findings.Advise(
                EfiRuleCodes.RelocationWithoutData, $"the base relocation of 0x{entry.Address:x} points at no data of the image",
                at, 2);
        }
        else
            moved.Add(entry.Address);
    }
}
