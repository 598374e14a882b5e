namespace Bq2.Image;

/// <summary>
/// A time as an inode has it: 32 bits of seconds with a sign, and in a field of its own two bits more of seconds and 30 of nanoseconds.
/// </summary>
internal readonly record struct Ext4Time(uint Seconds, uint Extra)
{
    public static readonly UnixTime Earliest = new(int.MinValue);
    public static readonly UnixTime Latest = new((1L << 34) + int.MinValue - 1, 999_999_999);

    /// <summary>The nearest time that can be stored.</summary>
    public static Ext4Time Of(UnixTime time)
    {
        var (seconds, nanoseconds) = time < Earliest ? Earliest : UnixTime.Min(time, Latest);
        return new((uint)seconds, (uint)nanoseconds << 2 | (uint)(seconds - (int)seconds >> 32) & 3);
    }

    public UnixTime ToTime() => new((int)Seconds + ((long)(Extra & 3) << 32), (int)Math.Min(Extra >> 2, 999_999_999));
}
