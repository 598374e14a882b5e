using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Iced.Intel;

namespace Bq2.Efi.Pe;

/// <summary>
/// Sees by decoding x86-64 whether addresses mean instructions: the entry point, and the fields that firmware moves.
/// Iced is loaded by what is in here, and only when it is called.
/// </summary>
internal static class CodeCheck
{
    private const uint MaxInstructionLength = 15;

    /// <summary>
    /// What is wrong with the instruction that an image begins with; null where it is one, and where the file does not hold it.
    /// </summary>
    public static string? WrongEntry(PeImage image, uint entry)
    {
        var bytes = image.MemoryAt(entry, MaxInstructionLength);
        if (bytes.IsEmpty)
            return null;

        var decoder = Decoder.Create(64, new MemoryCode(bytes), entry);
        decoder.Decode(out var instruction);
        if (instruction.IsInvalid)
            return "no instruction begins";
        return SplitsFunction(image, entry) is { } middle ? $"no instruction begins: the one before it, at 0x{middle:x}, is longer" : null;
    }

    /// <summary>Fields to be moved, in ascending order, that are no operand of the instruction they lie in.</summary>
    public static IEnumerable<(uint Address, FormattableString Message)> WrongFields(PeImage image, List<uint> fields)
    {
        if (image.FileHeader.Machine != Machine.X64)
            return [];

        uint[] starts = FunctionStarts(image);
        return Enumerable.Range(0, image.FileHeader.SectionCount)
            .Where(section => image.Sections[section].Characteristics.HasFlag(SectionTraits.Execute))
            .SelectMany(section => WrongFields(image, section, fields, starts));
    }

    private static IEnumerable<(uint Address, FormattableString Message)> WrongFields(
        PeImage image, int section, List<uint> fields, uint[] starts)
    {
        uint start = image.Sections[section].VirtualAddress;
        var code = image.DataMemory(section);
        int first = fields.BinarySearch(start);
        first = first < 0 ? ~first : first;
        var sweep = new CodeSweep(code, start, starts);
        for (int i = first; i < fields.Count && fields[i] - start < code.Length && image.SectionAt(fields[i]) == section; i++)
        {
            uint field = fields[i];
            var instruction = sweep.At(field);
            if (!IsOperand(sweep, instruction, field) && !IsAddress(image, code.Span[(int)(field - start)..]))
            {
                uint home = (uint)instruction.IP;
                yield return (
                    field,
                    $"the 8 bytes at 0x{field:x} are no operand of the instruction at 0x{home:x}, and hold no address of the image");
            }
        }
    }

    private static bool IsOperand(CodeSweep sweep, in Instruction instruction, uint field)
    {
        if (instruction.IsInvalid)
            return false;

        var offsets = sweep.OffsetsOf(instruction);
        uint at = (uint)instruction.IP;
        return offsets.ImmediateSize == sizeof(ulong) && at + offsets.ImmediateOffset == field
            || offsets.DisplacementSize == sizeof(ulong) && at + offsets.DisplacementOffset == field;
    }

    // Tables of addresses may lie among code. Such a field already holds where it points, counted from the image's base.
    private static bool IsAddress(PeImage image, ReadOnlySpan<byte> field)
    {
        if (field.Length < sizeof(ulong))
            return false;
        ulong value = BinaryPrimitives.ReadUInt64LittleEndian(field);
        return value - image.OptionalHeader.ImageBase <= image.OptionalHeader.SizeOfImage;
    }

    // Only functions that the unwind table tells of are known to be code from end to end.
    private static uint? SplitsFunction(PeImage image, uint address)
    {
        var starts = FunctionStarts(image);
        int at = Array.BinarySearch(starts, address);
        if (at >= 0 || ~at == 0)
            return null;

        uint start = starts[~at - 1];
        var decoder = Decoder.Create(64, new MemoryCode(image.MemoryAt(start, address - start + MaxInstructionLength)), start);
        while (decoder.IP < address)
        {
            decoder.Decode(out var instruction);
            if (instruction.IsInvalid)
                return null;
            if (instruction.NextIP > address)
                return (uint)instruction.IP;
        }

        return null;
    }

    /// <summary>Where functions begin, as the unwind table tells, in ascending order.</summary>
    public static uint[] FunctionStarts(PeImage image)
    {
        var directory = image.Directory(DirectoryIndex.Exception);
        var rows = MemoryMarshal.Cast<byte, Amd64Function>(image.At(directory.Address, directory.Length));
        uint[] starts = new uint[rows.Length];
        for (int i = 0; i < starts.Length; i++)
            starts[i] = rows[i].Begin;
        Array.Sort(starts);
        return starts;
    }
}
