namespace Bq2.Tests.Image;

/// <summary>Bytes to fill disks with: never zero, and other bytes for every seed.</summary>
internal static class TestBytes
{
    public static byte[] Make(int length, int seed = 1)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        foreach (ref byte value in bytes.AsSpan())
            value |= 1;
        return bytes;
    }
}
