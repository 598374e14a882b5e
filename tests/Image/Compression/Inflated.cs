using Bq2.Image;

namespace Bq2.Tests.Image.Compression;

/// <summary>What the inflater makes of packed bytes: all at once, into some room, or by steps of a few bytes.</summary>
internal static class Inflated
{
    public static byte[] Whole(byte[] packed, int length)
    {
        var (bytes, status) = UpTo(packed, length);
        Assert.Equal(InflateStatus.Done, status);
        return bytes;
    }

    public static (byte[] Bytes, InflateStatus Status) UpTo(byte[] packed, int room)
    {
        var into = new byte[room];
        int at = 0;
        var status = new Inflater().Run(packed, out int used, into, ref at);
        Assert.InRange(used, 0, packed.Length);
        return (into[..at], status);
    }

    /// <summary>By a few bytes of source and of room at a time.</summary>
    public static byte[] InSteps(byte[] packed, Random random)
    {
        var inflater = new Inflater();
        byte[] into = new byte[400_000];
        int at = 0, from = 0, shown = 0;
        while (true)
        {
            var status = inflater.Run(packed.AsSpan(from, shown), out int used, into.AsSpan(0, at + random.Next(600)), ref at);
            from += used;
            shown -= used;
            if (status == InflateStatus.Done)
                return into[..at];
            Assert.NotEqual(InflateStatus.Damaged, status);
            if (status == InflateStatus.NeedsRoom)
                continue;
            Assert.True(from + shown < packed.Length, "it needs more than there is");
            shown = Math.Min(packed.Length - from, shown + random.Next(1, 300));
        }
    }
}
