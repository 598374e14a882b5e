namespace Bq2.Image;

/// <summary>A time as file systems and archives store it: to the nanosecond, and far outside the years that .NET's types hold.</summary>
/// <param name="Seconds">Since 1970-01-01, UTC; negative before that.</param>
/// <param name="Nanoseconds">Added to the seconds, 0 to 999,999,999.</param>
public readonly record struct UnixTime(long Seconds, int Nanoseconds = 0) : IComparable<UnixTime>
{
    private const int TickLength = 100;
    private static readonly long s_first = DateTimeOffset.MinValue.ToUnixTimeSeconds();
    private static readonly long s_last = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    /// <summary>The same time, to the 100 nanoseconds of .NET's ticks.</summary>
    public static implicit operator UnixTime(DateTimeOffset time) => From(time);

    /// <inheritdoc cref="op_Implicit"/>
    public static UnixTime From(DateTimeOffset time)
    {
        var (seconds, ticks) = Math.DivRem(time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks, TimeSpan.TicksPerSecond);
        return ticks < 0
            ? new(seconds - 1, (int)(ticks + TimeSpan.TicksPerSecond) * TickLength)
            : new(seconds, (int)ticks * TickLength);
    }

    /// <summary>The nearest time that .NET can hold.</summary>
    public DateTimeOffset ToDateTimeOffset() => Seconds < s_first ? DateTimeOffset.MinValue
        : Seconds > s_last ? DateTimeOffset.MaxValue
        : DateTimeOffset.FromUnixTimeSeconds(Seconds).AddTicks(Nanoseconds / TickLength);

    /// <summary>The earlier of two times.</summary>
    public static UnixTime Min(UnixTime one, UnixTime other) => one < other ? one : other;

    /// <inheritdoc/>
    public int CompareTo(UnixTime other) =>
        Seconds != other.Seconds ? Seconds.CompareTo(other.Seconds) : Nanoseconds.CompareTo(other.Nanoseconds);

    /// <summary>Whether one time is before another.</summary>
    public static bool operator <(UnixTime left, UnixTime right) => left.CompareTo(right) < 0;

    /// <summary>Whether one time is after another.</summary>
    public static bool operator >(UnixTime left, UnixTime right) => left.CompareTo(right) > 0;

    /// <summary>Whether one time is not after another.</summary>
    public static bool operator <=(UnixTime left, UnixTime right) => left.CompareTo(right) <= 0;

    /// <summary>Whether one time is not before another.</summary>
    public static bool operator >=(UnixTime left, UnixTime right) => left.CompareTo(right) >= 0;
}
