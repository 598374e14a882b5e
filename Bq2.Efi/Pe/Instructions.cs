using System.Globalization;
using Iced.Intel;

namespace Bq2.Efi.Pe;

/// <summary>Decodes and formats by Iced, which is loaded by what is in here and only when it is called.</summary>
internal static class Instructions
{
    /// <param name="code">The bytes.</param>
    /// <param name="address">Where they lie in memory.</param>
    /// <param name="starts">Where an instruction is known to begin: the first byte, and others in ascending order.</param>
    /// <param name="symbols">The names.</param>
    public static IEnumerable<CodeLine> Of(ReadOnlyMemory<byte> code, uint address, uint[] starts, SymbolFinder symbols)
    {
        var formatter = new IntelFormatter(new SymbolResolver(symbols))
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
                var names = at == from ? symbols.NamesOf(starts[i]) : [];
                yield return new(address + (uint)at, code.Slice(at, length), Text(instruction, code.Span[at], formatter, output), names);
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

    /// <summary>Names where code goes and what it reads by an offset from itself. Plain numbers are left numbers.</summary>
    private sealed class SymbolResolver(SymbolFinder symbols) : ISymbolResolver
    {
        public bool TryGetSymbol(in Instruction instruction, int operand, int instructionOperand, ulong address, int addressSize, out SymbolResult symbol)
        {
            symbol = default;
            bool isPlace = instructionOperand >= 0 && instruction.GetOpKind(instructionOperand) switch
            {
                OpKind.NearBranch64 => true,
                OpKind.Memory => instruction.IsIPRelativeMemoryOperand,
                _ => false,
            };
            if (!isPlace || address > uint.MaxValue || symbols.Holding((uint)address) is not { } found)
                return false;

            string offset = found.Address == address ? "" : string.Create(CultureInfo.InvariantCulture, $"+0x{address - found.Address:x}");
            symbol = new(address, string.Create(CultureInfo.InvariantCulture, $"{found.Name}{offset} (0x{address:x})"));
            return true;
        }
    }
}
