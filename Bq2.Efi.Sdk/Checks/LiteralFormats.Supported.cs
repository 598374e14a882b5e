namespace Bq2.Efi.Sdk;

internal sealed partial class LiteralFormats
{
    /// <summary>Whether the core library can write a number of this type in this format. Other types have other formats, or none.</summary>
    internal static bool IsSupported(string type, string format) => type switch
    {
        "SByte" or "Byte" or "Int16" or "UInt16" or "Int32" or "UInt32" or "Int64" or "UInt64" or "IntPtr" or "UIntPtr" =>
            IsForIntegers(format),
        "Single" or "Double" => IsForFloats(format),
        _ => true,
    };

    private static bool IsForIntegers(string format) => format.Length == 0
        || HasPrecision(format, out int digits) && char.ToUpperInvariant(format[0]) switch
    {
        'D' or 'X' or 'B' => true,
        'G' => digits <= 0,
        'N' => digits == 0,
        _ => false,
    };

    private static bool IsForFloats(string format) => format.Length == 0
        || HasPrecision(format, out _) && char.ToUpperInvariant(format[0]) switch
    {
        'G' or 'R' => format.Length == 1,
        'F' => true,
        _ => false,
    };

    /// <summary>Whether at most two digits follow the letter; -1 stands for none.</summary>
    private static bool HasPrecision(string format, out int digits)
    {
        digits = -1;
        return format.Length == 1
            || format.AsSpan(1).TrimStart('0').Length <= 2 && format.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0
            && int.TryParse(format.AsSpan(1), out digits);
    }
}
