using System.Globalization;
using Iced.Intel;

namespace Bq2.Efi.Pe;

/// <summary>Decodes and formats by Iced, which is loaded by what is in here and only when it is called.</summary>
internal static class Instructions
{
    /// <param name="code">The bytes.</param>
    /// <param name="address">Where they lie in memory.</param>
    /// <param name="starts">Where an instruction is known to begin: the first byte, and others in ascending order.</param>
    /// <param name="names">The names.</param>
    public static IEnumerable<CodeLine> Of(ReadOnlyMemory<byte> code, uint address, uint[] starts, OperandNames names)
    {
        var formatter = new IntelFormatter(names)
        {
            Options =
            {
                HexPrefix = "0x",
                HexSuffix = "",
                UppercaseHex = false,
                SpaceAfterOperandSeparator = true,
                RipRelativeAddresses = false,
                BranchLeadingZeros = false,
                FirstOperandCharIndex = 8,
            },
        };
        var output = new StringOutput();
        for (int i = 0; i < starts.Length; i++)
        {
            int from = (int)(starts[i] - address), to = i + 1 < starts.Length ? (int)(starts[i + 1] - address) : code.Length;
            var reader = new MemoryCode(code[from..to]);
            var decoder = Decoder.Create(64, reader, starts[i]);
            for (int at = from; at < to;)
            {
                decoder.Decode(out var instruction);
                int length = instruction.IsInvalid ? 1 : instruction.Length;
                var here = at == from ? names.Symbols.NamesOf(starts[i]) : [];
                yield return new(address + (uint)at, code.Slice(at, length), Text(instruction, code.Span[at], formatter, output), here);
                at += length;
                if (instruction.IsInvalid)
                {
                    reader.Position = at - from;
                    decoder.IP = address + (uint)at;
                }
            }
        }
    }

    private static string Text(in Instruction instruction, byte first, IntelFormatter formatter, StringOutput output)
    {
        if (instruction.IsInvalid)
            return string.Create(CultureInfo.InvariantCulture, $".byte   0x{first:x2}");
        formatter.Format(instruction, output);
        return output.ToStringAndReset();
    }
}
