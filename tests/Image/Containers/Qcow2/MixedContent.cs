using Bq2.Image;

namespace Bq2.Tests.Image;

/// <summary>Content of a disk that packs well in places and not in others.</summary>
internal static class MixedContent
{
    /// <summary>Text, noise and zeros by turns, in stretches that are no multiples of any cluster.</summary>
    public static byte[] Bytes(int length)
    {
        byte[] bytes = new byte[length];
        var random = new Random(5);
        for (int at = 0, kind = 0; at < length; kind++)
        {
            var stretch = bytes.AsSpan(at, Math.Min(random.Next(1000, 400_000), length - at));
            if (kind % 3 == 0)
                random.GetItems("pack my box with five dozen liquor jugs"u8, stretch);
            else if (kind % 3 == 1)
                random.NextBytes(stretch);
            at += stretch.Length;
        }

        return bytes;
    }

    public static Regions RegionsOf(byte[] disk)
    {
        var regions = new Regions(disk.Length);
        regions.Add(0, Content.FromBytes(disk));
        return regions;
    }
}
