namespace Bq2.Cli;

/// <summary>What this short-lived program asks of .NET's memory.</summary>
internal static class Memory
{
    private const long Enough = 64L << 20;

    /// <summary>
    /// Collects nothing until 64 MiB are allocated: what a command plans lives until its end, so collecting would only copy it, on one core
    /// while the others wait. Where so much is not to be had, nothing changes.
    /// </summary>
    public static void KeepAll()
    {
        try
        {
            _ = GC.TryStartNoGCRegion(Enough);
        }
        catch (Exception failure) when (failure is ArgumentOutOfRangeException or InvalidOperationException)
        {
            // The heap is limited to less.
        }
    }
}
