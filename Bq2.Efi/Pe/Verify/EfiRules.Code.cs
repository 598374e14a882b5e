using System.Buffers.Binary;
using Bq2.Efi.Binary;

namespace Bq2.Efi.Pe;

public static partial class EfiRules
{
    private static void JudgeEntry(PeImage image, Findings findings)
    {
        var header = image.OptionalHeader;
        uint entry = header.AddressOfEntryPoint;
        var at = FieldPlace.Of(in header, in header.AddressOfEntryPoint).At(image.OptionalHeaderOffset);
        int homes = 0, home = -1;
        for (int i = 0; i < image.FileHeader.SectionCount; i++)
        {
            if (entry < image.Sections[i].VirtualAddress || entry - image.Sections[i].VirtualAddress >= image.Sections[i].VirtualSize)
                continue;
            homes++;
            home = i;
        }

        if (homes == 0)
        {
            // Firmware does not look. It jumps there, and does not come back.
            findings.Refuse(
                FirmwareAndShim, EfiRuleCodes.NoEntry, $"the entry point 0x{entry:x} lies in no section, so there is no code", at);
        }
        else if (homes > 1)
        {
            findings.Refuse(
                EfiJudges.Shim, EfiRuleCodes.TwoEntrySections,
                $"the entry point 0x{entry:x} lies in {homes} sections, expected one", at);
        }
        else if (!image.Sections[home].Characteristics.HasFlag(SectionTraits.Execute))
        {
            findings.Refuse(MemoryPolicies, EfiRuleCodes.EntryNotExecutable,
                $"the entry point 0x{entry:x} lies in section {image.SectionName(home)}, which is not executable", at);
        }
        else if (WrongEntry(image, entry) is { } wrong)
        {
            // Firmware does not look. The processor will.
            findings.Refuse(EfiJudges.Firmware, EfiRuleCodes.EntryIsNoCode, $"at the entry point 0x{entry:x} {wrong}", at);
        }
    }

    private static string? WrongEntry(PeImage image, uint entry) => image.FileHeader.Machine switch
    {
        Machine.X64 => CodeCheck.WrongEntry(image, entry),
        Machine.Arm64 when entry % sizeof(uint) != 0 => "no instruction begins: they are four bytes long",
        _ => null,
    };

    // No firmware reads the table; who does, searches it by halving.
    private static void JudgeUnwindTable(PeImage image, Findings findings)
    {
        var directory = image.Directory(DirectoryIndex.Exception);
        int size = image.FileHeader.Machine == Machine.X64 ? 12 : 8, row = RowOf(image, DirectoryIndex.Exception);
        if (directory.Length == 0 || image.FileHeader.Machine is not (Machine.X64 or Machine.Arm64))
            return;

        var table = image.At(directory.Address, directory.Length);
        if (table.Length != directory.Length || table.Length % size != 0)
        {
            findings.Advise(EfiRuleCodes.UnwindTableSize,
                $"the unwind table has {directory.Length} bytes, {table.Length} of them in the file; a row has {size}",
                row, 8);
            return;
        }

        int start = image.FileOffset(directory.Address)!.Value;
        uint last = 0;
        for (int at = 0; at < table.Length; at += size)
        {
            uint begin = BinaryPrimitives.ReadUInt32LittleEndian(table[at..]);
            if (begin < last)
            {
                findings.Advise(EfiRuleCodes.UnwindTableOrder,
                    $"the unwind table's row for 0x{begin:x} comes after that for 0x{last:x}; it must ascend", start + at, size);
            }

            last = begin;
        }
    }

    private static void JudgeDebugEntries(PeImage image, Findings findings)
    {
        foreach (var entry in image.DebugEntries())
        {
            if (entry.Kind == DebugKind.CodeView && entry.Address == 0 && entry.FileOffset != 0)
            {
                findings.Advise(EfiRuleCodes.DebugOutside,
                    $"the name for debuggers lies in no section; firmware makes the image longer to load it", entry.RowOffset,
                    DebugDirectoryEntry.Size);
            }
        }
    }
}
