namespace Bq2.Bench.Native;

/// <summary>A disk's clusters: pieces of 64 KiB of a folder's files, always in the same order.</summary>
internal static class Corpus
{
    public const int PieceLength = 1 << 16;

    public static byte[][] Read(string folder, int count)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
        string[] files = Directory.GetFiles(folder, "*", options);
        Array.Sort(files, StringComparer.Ordinal);
        new Random(1).Shuffle(files);

        var bytes = new byte[count * PieceLength];
        int length = 0;
        foreach (string file in files)
        {
            // One large file must not make up the whole disk.
            var room = bytes.AsSpan(length, Math.Min(bytes.Length - length, 64 << 20));
            if (room.IsEmpty)
                break;
            using var stream = File.OpenRead(file);
            length += stream.ReadAtLeast(room, room.Length, throwOnEndOfStream: false);
        }

        return [.. bytes[..(length & -PieceLength)].Chunk(PieceLength)];
    }
}
