namespace Bq2.Sysroot;

/// <summary>Something that is neither the input's fault nor ours: a program that is not installed, or that gave up.</summary>
internal sealed class OutsideException(string message, string? hint = null) : IOException(message)
{
    /// <summary>What to try, where we know.</summary>
    public string? Hint => hint;
}
