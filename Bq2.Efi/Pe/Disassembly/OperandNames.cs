using System.Globalization;
using Iced.Intel;

namespace Bq2.Efi.Pe;

/// <summary>
/// Names where code goes, what it reads by an offset from itself, and addresses that firmware moves. Plain numbers are
/// left numbers.
/// </summary>
/// <param name="symbols">The names.</param>
/// <param name="moved">The fields that firmware moves, ascending.</param>
/// <param name="imageBase">From where what they hold is counted.</param>
internal sealed class OperandNames(SymbolFinder symbols, List<uint> moved, ulong imageBase) : ISymbolResolver
{
    public SymbolFinder Symbols => symbols;

    public bool TryGetSymbol(
        in Instruction instruction, int operand, int instructionOperand, ulong address, int addressSize, out SymbolResult symbol)
    {
        symbol = default;
        var kind = instructionOperand < 0 ? default(OpKind?) : instruction.GetOpKind(instructionOperand);
        ulong? place = kind switch
        {
            OpKind.NearBranch64 => address,
            OpKind.Memory when instruction.IsIPRelativeMemoryOperand => address,

            // Eight bytes wide, an immediate ends its instruction.
            OpKind.Immediate64 when moved.BinarySearch((uint)instruction.NextIP - sizeof(ulong)) >= 0 => address - imageBase,
            _ => null,
        };
        if (place is not (<= uint.MaxValue and var found) || symbols.Holding((uint)found) is not { } name)
            return false;

        string offset = name.Address == found ? "" : string.Create(CultureInfo.InvariantCulture, $"+0x{found - name.Address:x}");
        symbol = new(address, string.Create(CultureInfo.InvariantCulture, $"{name.Name}{offset} (0x{found:x})"));
        return true;
    }
}
