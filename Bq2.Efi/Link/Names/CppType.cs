namespace Bq2.Efi.Link.Names;

/// <summary>
/// A C++ type in two parts, with the declared name between them: of a pointer to a function "void (*" and ")(int)". Anything else
/// has all its text on the left.
/// </summary>
internal sealed record CppType(string Left, string Right = "")
{
    private bool _isFunctionOrArray;

    public static CppType Function(CppType result, string parameters) =>
        new(result.Left + " ", $"({parameters}){result.Right}") { _isFunctionOrArray = true };

    public static CppType Array(CppType element, string length) =>
        new(element.Left + " ", $"[{length}]{element.Right}") { _isFunctionOrArray = true };

    /// <summary>A pointer or a reference to this type: "*", "&amp;" or "&amp;&amp;".</summary>
    public CppType PointedTo(string symbol) =>
        _isFunctionOrArray ? new($"{Left}({symbol}", ")" + Right) : new(Left + symbol, Right);

    public CppType With(string qualifier) => this with { Left = $"{Left} {qualifier}" };

    public override string ToString() => Left + Right;
}
