namespace Bq2.Sysroot;

/// <summary>A failure that is neither the input's fault nor ours: another program is not installed, or failed.</summary>
internal sealed class OutsideException(string message, string? hint = null) : IOException(message)
{
    /// <summary>What to try, if known.</summary>
    public string? Hint => hint;
}
