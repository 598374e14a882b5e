using System.Text;

namespace Bq2.Efi.Sdk;

internal sealed partial class ProgramNames
{
    // Methods of the core library that are not shown share this name; the core library skips it.
    private const string Inner = "Internal.Runtime.";

    private static readonly string[] s_inner = [Inner, "System.Runtime.", "System.Throw."];

    // ilc has names of its own for these.
    private static readonly Dictionary<string, string> s_primitives = new()
    {
        ["System.Boolean"] = "Bool",
        ["System.SByte"] = "Int8",
        ["System.Byte"] = "UInt8",
    };

    // What comes before Main is ilc's own code; a list of calls ends there.
    private static string ShownName(string symbol, string name) =>
        name.StartsWith("<Module>.", StringComparison.Ordinal) ? ""
        : s_inner.Any(each => name.StartsWith(each, StringComparison.Ordinal)) ? Inner
        : name.Length > 0 ? name : symbol;

    /// <summary>
    /// Two underscores separate type and method, but names may contain some too: the first known type wins.
    /// </summary>
    private string? MethodName(string symbol)
    {
        string plain = WithoutArguments(symbol);
        for (int at = plain.IndexOf("__", 1, StringComparison.Ordinal); at > 0; at = plain.IndexOf("__", at + 1, StringComparison.Ordinal))
        {
            if (_types.TryGetValue(plain[..at], out var type))
                return type.Name + "." + type.Method(plain[(at + 2)..]);
        }

        return null;
    }

    private string TypeName(string mangled)
    {
        const string Boxed = "Boxed_";
        string plain = mangled.StartsWith(Boxed, StringComparison.Ordinal) ? mangled[Boxed.Length..] : mangled;
        return _types.TryGetValue(plain, out var type) ? type.NameWithParameters : plain;
    }

    private static string WithoutArguments(string symbol)
    {
        var plain = new StringBuilder();
        int depth = 0;
        foreach (char c in symbol)
        {
            depth += c == '<' ? 1 : 0;
            if (depth == 0)
                plain.Append(c);
            depth -= c == '>' ? 1 : 0;
        }

        return plain.ToString();
    }
}
