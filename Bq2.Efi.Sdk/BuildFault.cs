using System.Globalization;

namespace Bq2.Efi.Sdk;

/// <summary>One thing wrong with a program on its way from C# to a UEFI image, and where in its source that is known.</summary>
public readonly record struct BuildFault(string Code, string Message)
{
    /// <summary>The source file, or what else is at fault; null where nobody knows.</summary>
    public string? File { get; init; }

    /// <summary>From 1; 0 where it is not known.</summary>
    public int Line { get; init; }

    /// <summary>From 1; 0 where it is not known.</summary>
    public int Column { get; init; }

    /// <summary>It is said, and the program is made all the same.</summary>
    public bool IsWarning { get; init; }

    /// <summary>What to do about it, where there is more to say than the message does.</summary>
    public string? Hint { get; init; }

    /// <summary>What the linker, or a reader, has to say.</summary>
    public static BuildFault Of(Fault fault, bool isWarning = false) =>
        new(fault.Code, fault.Hint is null ? fault.Message : $"{fault.Message} (try: {fault.Hint})")
        {
            File = fault.Path,
            IsWarning = isWarning,
        };

    /// <summary>One line, as csc writes them, and one with what to do.</summary>
    public override string ToString()
    {
        string place = Line > 0 ? string.Create(CultureInfo.InvariantCulture, $"({Line},{Column})") : "";
        string where = File is null ? "" : File + place + ": ", what = IsWarning ? "warning" : "error";
        return $"{where}{what} {Code}: {Message}{(Hint is null ? "" : "\n  try: " + Hint)}";
    }
}
