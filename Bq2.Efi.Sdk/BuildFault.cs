using System.Globalization;

namespace Bq2.Efi.Sdk;

/// <summary>One thing wrong with a program on its way from C# to a UEFI image, and where in its source that is known.</summary>
public readonly record struct BuildFault(string Code, string Message)
{
    /// <summary>The source file, or what else is at fault; null if not known.</summary>
    public string? File { get; init; }

    /// <summary>Counted from 1; 0 if not known.</summary>
    public int Line { get; init; }

    /// <summary>Counted from 1; 0 if not known.</summary>
    public int Column { get; init; }

    /// <summary>It is reported, but the program is made anyway.</summary>
    public bool IsWarning { get; init; }

    /// <summary>What to do about it, if the message does not say so already.</summary>
    public string? Hint { get; init; }

    /// <summary>A fault of the linker or of a reader, as a build fault.</summary>
    public static BuildFault Of(Fault fault, bool isWarning = false) =>
        new(fault.Code, fault.Hint is null ? fault.Message : $"{fault.Message} (try: {fault.Hint})")
        {
            File = fault.Path,
            IsWarning = isWarning,
        };

    /// <summary>One line in csc's form, and a second one with what to do.</summary>
    public override string ToString()
    {
        string place = Line > 0 ? string.Create(CultureInfo.InvariantCulture, $"({Line},{Column})") : "";
        string where = File is null ? "" : File + place + ": ", what = IsWarning ? "warning" : "error";
        return $"{where}{what} {Code}: {Message}{(Hint is null ? "" : "\n  try: " + Hint)}";
    }
}
