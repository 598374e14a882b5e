namespace Bq2.Cli;

/// <summary>The exit codes of every command, except check and compare, which have those of qemu-img.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>The input was at fault, or the answer is no.</summary>
    public const int Input = 1;

    /// <summary>The command line was wrong.</summary>
    public const int Usage = 2;

    /// <summary>Something outside failed: a full disk, a permission, a missing tool.</summary>
    public const int Outside = 3;

    /// <summary>Added to the number of the signal that ended the program, as shells do.</summary>
    public const int Signalled = 128;
}
