namespace Bq2.Image;

/// <summary>FAT's dates and times: a resolution of two seconds, from 1980 to 2107, here always UTC.</summary>
internal readonly record struct FatTime(ushort Date, ushort Time, byte TenMs)
{
    public static readonly DateTimeOffset Earliest = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
    public static readonly DateTimeOffset Latest = new(2107, 12, 31, 23, 59, 59, TimeSpan.Zero);

    /// <summary>The nearest time that FAT can store.</summary>
    public static FatTime Of(DateTimeOffset time)
    {
        var utc = time < Earliest ? Earliest : time > Latest ? Latest : time.ToUniversalTime();
        return new(
            (ushort)(utc.Year - 1980 << 9 | utc.Month << 5 | utc.Day),
            (ushort)(utc.Hour << 11 | utc.Minute << 5 | utc.Second / 2),
            (byte)(utc.Second % 2 * 100 + utc.Millisecond / 10));
    }

    /// <summary>The time in the fields; null if they are not set, as many writers leave them.</summary>
    public DateTimeOffset? ToTime()
    {
        int day = Date & 31, month = Date >> 5 & 15, year = 1980 + (Date >> 9);
        int second = (Time & 31) * 2, minute = Time >> 5 & 63, hour = Time >> 11;
        bool isDate = month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month);
        bool isTime = hour <= 23 && minute <= 59 && second <= 59;
        return isDate && isTime ? new(year, month, day, hour, minute, second, TimeSpan.Zero) : null;
    }
}
