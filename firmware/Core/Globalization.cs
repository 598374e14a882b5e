namespace System.Globalization;

/// <summary>What the text of a number may contain besides digits.</summary>
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

/// <summary>The only culture is the invariant one; it need not be passed.</summary>
public class CultureInfo : IFormatProvider
{
    public static CultureInfo InvariantCulture { get; } = new();

    private CultureInfo()
    {
    }

    public virtual object? GetFormat(Type? formatType) => null;
}
