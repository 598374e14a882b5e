using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace Bq2.Efi.Sdk;

/// <summary>
/// Number formats that are literals in the source: in interpolated text, ToString, TryFormat and string.Format. The core library has few
/// of .NET's, and throws for the rest when the number is shown; here the rest is refused with its line. Formats that are only put
/// together when the program runs, and numbers whose type is only known then, are left to the core library.
/// </summary>
internal sealed partial class LiteralFormats(MethodCode code, List<BuildFault> found)
{
    // How far before the call a literal may stand: a provider and a conversion to a span can come between.
    private const int Furthest = 3;

    private readonly MetadataReader _metadata = code.Metadata;
    private readonly List<(int Offset, OpCode Operation, int Operand)> _before = [];

    // Arrays of arguments for string.Format; they may be nested.
    private readonly Stack<Arguments> _arguments = new();

    /// <summary>Takes the instructions of a method in order.</summary>
    public void Look((int Offset, OpCode Operation, int Operand) instruction)
    {
        if (instruction.Operation == OpCodes.Newarr)
            _arguments.Push(new(Literal(back: 2)));
        else if (instruction.Operation == OpCodes.Stelem_Ref && _arguments.TryPeek(out var arguments))
            arguments.Types.Add(
                Before(1) is { } box && box.Operation == OpCodes.Box ? TypeName(MetadataTokens.EntityHandle(box.Operand)) : null);
        else if (instruction.Operation == OpCodes.Call || instruction.Operation == OpCodes.Callvirt)
            LookAtCall(instruction.Offset, MetadataTokens.EntityHandle(instruction.Operand));
        _before.Add(instruction);
    }

    private void LookAtCall(int offset, EntityHandle called)
    {
        var (owner, name, argument) = Called(called);
        if (name is "ToString" or "TryFormat" && Literal(back: 1) is { } format)
            Check(offset, owner, format);
        else if (name == "AppendFormatted" && argument is not null && Literal(back: 1) is { } hole)
            Check(offset, argument, hole);
        else if ((owner, name) is ("String", "Format") or ("Console", "Write" or "WriteLine")
            && _arguments.TryPeek(out var arguments) && Before(1)?.Operation == OpCodes.Stelem_Ref)
            CheckHoles(offset, arguments);
    }

    private void CheckHoles(int offset, Arguments arguments)
    {
        _arguments.Pop();
        foreach (var (index, format) in Holes(arguments.Text ?? ""))
        {
            if (index < arguments.Types.Count && arguments.Types[index] is { } type)
                Check(offset, type, format);
        }
    }

    private void Check(int offset, string type, string format)
    {
        if (!IsSupported(type, format))
        {
            string known = type is "Single" or "Double"
                ? "G, R and F with up to two digits, as in F2"
                : "D, X and B with up to two digits, as in X8, and G and N0";
            found.Add(code.Fault(
                BuildFaults.LiteralFormat.Code, offset, $"the format '{format}' for {type}: the core library has {known}"));
        }
    }

    /// <summary>Where {0:N2} stands in a text, and with which format.</summary>
    private static IEnumerable<(int Index, string Format)> Holes(string text)
    {
        string plain = text.Replace("{{", "", StringComparison.Ordinal);
        for (int start = plain.IndexOf('{'); start >= 0; start = plain.IndexOf('{', start + 1))
        {
            string hole = plain[(start + 1)..].Split('}')[0];
            if (hole.Split(':', 2) is [var place, var format] && int.TryParse(place.Split(',')[0], out int index))
                yield return (index, format);
        }
    }

    private (int Offset, OpCode Operation, int Operand)? Before(int back) => back <= _before.Count ? _before[^back] : null;

    /// <summary>The literal pushed last, unless an instruction followed that cannot belong to it.</summary>
    private string? Literal(int back)
    {
        for (; back <= Furthest && Before(back) is { } instruction; back++)
        {
            if (instruction.Operation == OpCodes.Ldstr)
                return _metadata.GetUserString((UserStringHandle)MetadataTokens.Handle(instruction.Operand));
            if (instruction.Operation != OpCodes.Ldnull && !IsCompanion(instruction))
                return null;
        }

        return null;
    }

    private bool IsCompanion((int Offset, OpCode Operation, int Operand) instruction) => instruction.Operation == OpCodes.Call
        && Called(MetadataTokens.EntityHandle(instruction.Operand))
            is ("CultureInfo", _, _) or ("String", "op_Implicit", _) or ("MemoryExtensions", "AsSpan", _);

    private sealed record Arguments(string? Text)
    {
        public List<string?> Types { get; } = [];
    }
}
