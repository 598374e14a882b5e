namespace Bq2.Cli;

/// <summary>What commands say to people on standard output, unless they are told to be quiet.</summary>
internal static class Say
{
    public static bool Quiet { get; set; }

    public static bool IsVerbose { get; set; }

    /// <summary>Whether who called reads JSON, on standard error too.</summary>
    public static bool IsJson { get; set; }

    public static void Line(string words)
    {
        if (!Quiet)
            Console.Out.WriteLine(words);
    }

    /// <summary>What is worth knowing, though all is done as it was asked for.</summary>
    public static void Note(string words, string label = "note: ")
    {
        if (!Quiet)
            new Complaint("note", words).Say(label + words);
    }

    /// <summary>What only who asks for it wants to know. Standard output may be what is made.</summary>
    public static void Verbose(string words)
    {
        if (IsVerbose)
            Console.Error.WriteLine(words);
    }
}
