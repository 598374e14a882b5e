namespace Bq2.Cli;

/// <summary>Prints messages for people on standard output, unless --quiet is given.</summary>
internal static class Say
{
    public static bool Quiet { get; set; }

    public static bool IsVerbose { get; set; }

    /// <summary>Whether the caller asked for JSON, which then applies to standard error too.</summary>
    public static bool IsJson { get; set; }

    public static void Line(string words)
    {
        if (!Quiet)
            Console.Out.WriteLine(words);
    }

    /// <summary>Prints a note: worth knowing, though the command succeeds.</summary>
    public static void Note(string words, string label = "note: ")
    {
        if (!Quiet)
            new Complaint("note", words).Say(label + words);
    }

    /// <summary>Prints a detail for --verbose, on standard error: standard output may be the file that is made.</summary>
    public static void Verbose(string words)
    {
        if (IsVerbose)
            Console.Error.WriteLine(words);
    }
}
