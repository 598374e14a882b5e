namespace Bq2.Sysroot;

/// <summary>What commands say to people on standard output, unless they are told to be quiet.</summary>
internal static class Say
{
    public static bool Quiet { get; set; }

    public static void Line(string words)
    {
        if (!Quiet)
            Console.Out.WriteLine(words);
    }
}
