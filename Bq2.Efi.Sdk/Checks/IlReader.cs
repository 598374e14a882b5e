using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Emit;

namespace Bq2.Efi.Sdk;

/// <summary>The instructions of a method (ECMA-335, partition III).</summary>
internal static class IlReader
{
    private static readonly Dictionary<short, OpCode> s_operations = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(operation => operation.Value);

    /// <summary>Each instruction with its offset and the first four bytes of its operand, which may be a token.</summary>
    public static IEnumerable<(int Offset, OpCode Operation, int Operand)> Read(byte[] code)
    {
        int at = 0;
        while (at < code.Length)
        {
            int offset = at;
            short value = code[at++];
            if (value == 0xfe)
                value = (short)(0xfe00 | code[at++]);
            var operation = s_operations[value];
            int operand = at + sizeof(int) <= code.Length ? BinaryPrimitives.ReadInt32LittleEndian(code.AsSpan(at)) : 0;
            yield return (offset, operation, operand);
            at += Length(operation.OperandType, operand);
        }
    }

    private static int Length(OperandType type, int operand) => type switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => checked(sizeof(int) + operand * sizeof(int)),
        _ => 4,
    };
}
