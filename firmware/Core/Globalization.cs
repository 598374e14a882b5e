namespace System.Globalization;

/// <summary>What a number's text may have beside its digits.</summary>
[Flags]
public enum NumberStyles
{
    None = 0,
    AllowLeadingWhite = 0x0001,
    AllowTrailingWhite = 0x0002,
    AllowLeadingSign = 0x0004,
    AllowHexSpecifier = 0x0200,
    Integer = AllowLeadingWhite | AllowTrailingWhite | AllowLeadingSign,
    HexNumber = AllowLeadingWhite | AllowTrailingWhite | AllowHexSpecifier,
}

/// <summary>There is one culture, the invariant one, and it need not be named.</summary>
public class CultureInfo : IFormatProvider
{
    public static CultureInfo InvariantCulture { get; } = new();

    private CultureInfo()
    {
    }

    public virtual object? GetFormat(Type? formatType) => null;
}
