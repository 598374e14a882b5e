namespace System.Threading;

/// <summary>There is one thread. csc uses this for events.</summary>
public static class Interlocked
{
    public static int Increment(ref int location) => ++location;

    public static int CompareExchange(ref int location1, int value, int comparand)
    {
        int before = location1;
        if (before == comparand)
            location1 = value;
        return before;
    }

    /// <summary>For references only, compared by identity and not with Equals.</summary>
    public static T CompareExchange<T>(ref T location1, T value, T comparand)
    {
        var before = location1;
        if (ReferenceEquals(before, comparand))
            location1 = value;
        return before;
    }
}
