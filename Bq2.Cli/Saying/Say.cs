namespace Bq2.Cli;

/// <summary>What commands say to people on standard output, unless they are told to be quiet.</summary>
internal static class Say
{
    public static bool Quiet { get; set; }

    public static bool IsVerbose { get; set; }

    public static void Line(string words)
    {
        if (!Quiet)
            Console.Out.WriteLine(words);
    }

    /// <summary>What only who asks for it wants to know. Standard output may be what is made.</summary>
    public static void Verbose(string words)
    {
        if (IsVerbose)
            Console.Error.WriteLine(words);
    }
}
