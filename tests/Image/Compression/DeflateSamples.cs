using Bq2.Image;

namespace Bq2.Tests.Image.Compression;

/// <summary>Bytes that a packer of deflate may trip over.</summary>
internal static class DeflateSamples
{
    // About the lengths of a match, a block of the search, a stretch, and the window.
    public static readonly int[] Lengths = [0,
        1, 3, 4, 11, 12, 13, 257, 258, 259, 4095, 4096, 4097, 32768, 32769, 65535, 65536, 65537, 200_001];

    public static TheoryData<int, string> LevelsAndKinds()
    {
        var data = new TheoryData<int, string>();
        for (int level = 1; level <= 9; level++)
        {
            foreach (string kind in (string[])["zeros", "text", "noise", "far", "mixed", "runs"])
                data.Add(level, kind);
        }

        return data;
    }

    public static byte[] Pack(DeflateEncoder encoder, byte[] source)
    {
        var into = new byte[DeflateEncoder.MaxLength(source.Length)];
        return into[..encoder.Encode(source, into)];
    }

    public static byte[] Make(string kind, int length)
    {
        var random = new Random(length);
        var bytes = new byte[length];
        for (int i = 0; i < length; i++)
        {
            bytes[i] = kind switch
            {
                "zeros" => 0,
                "text" => (byte)('a' + random.Next(4)),
                "noise" => (byte)random.Next(256),
                // The window's last byte, and the first behind it.
                "far" => i < 32_767 ? (byte)random.Next(256) : bytes[i - 32_767 - (i >> 15 & 1)],
                "runs" => (byte)(i / (1 + i % 700)),
                _ => i % 9000 < 3000 ? (byte)(i >> 4) : i % 9000 < 6000 ? (byte)random.Next(256) : (byte)('0' + random.Next(10)),
            };
        }

        return bytes;
    }

    // Copies of what stood before, at any distance and of any length, between bytes that are new.
    public static byte[] Puzzle(Random random)
    {
        var bytes = new List<byte>();
        int length = random.Next(1 << random.Next(1, 18)), letters = random.Next(1, 257);
        while (bytes.Count < length)
        {
            if (bytes.Count > 0 && random.Next(3) > 0)
            {
                int from = bytes.Count - random.Next(1, Math.Min(bytes.Count, 40_000) + 1);
                for (int i = random.Next(1, 400); i > 0; i--)
                    bytes.Add(bytes[from++]);
            }
            else
            {
                for (int i = random.Next(1, 60); i > 0; i--)
                    bytes.Add((byte)random.Next(letters));
            }
        }

        return [.. bytes];
    }
}
