using System.Buffers;
using Bq2.Efi.Binary;
using Microsoft.Win32.SafeHandles;

namespace Bq2.Image;

/// <summary>Writes a planned disk as the plain bytes it is, with holes where there are zeros.</summary>
public static class RawImage
{
    // A smaller hole costs more calls than it saves; file systems give space in blocks no larger than this.
    private const int HoleSize = 64 << 10;

    /// <summary>Writes the file, which takes its name when it is whole. Reports how far on the disk it has come, in bytes.</summary>
    public static RawSummary Write(string path, Regions regions, IProgress<long>? progress = null)
    {
        using var file = NewFile.At(path);
        var summary = Write(file.Handle, regions, progress);
        file.Keep();
        return summary;
    }

    /// <summary>Writes into an open regular file. Nothing of what it held before is left.</summary>
    public static RawSummary Write(SafeFileHandle target, Regions regions, IProgress<long>? progress = null)
    {
        RandomAccess.SetLength(target, 0);
        RandomAccess.SetLength(target, regions.Length);

        using var reader = new RegionReader(regions);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(Chunk.UsualSize);
        long written = 0;
        foreach (var chunk in regions.Chunks(Chunk.UsualSize))
        {
            var bytes = buffer.AsSpan(0, chunk.Length);
            reader.Read(chunk.Offset, bytes);
            written += WriteData(target, chunk.Offset, bytes);
            progress?.Report(chunk.End);
        }

        ArrayPool<byte>.Shared.Return(buffer);
        return new(regions.Length, written);
    }

    /// <summary>Writes what is not a hole, neighbours together. Says how many bytes that were.</summary>
    private static long WriteData(SafeFileHandle target, long offset, ReadOnlySpan<byte> bytes)
    {
        long written = 0;
        for (int start = 0; start < bytes.Length;)
        {
            int end = start;
            while (end < bytes.Length && !IsHole(bytes, end))
                end = Math.Min(end + HoleSize, bytes.Length);

            if (end > start)
                RandomAccess.Write(target, bytes[start..end], offset + start);
            written += end - start;
            start = end + HoleSize;
        }

        return written;
    }

    private static bool IsHole(ReadOnlySpan<byte> bytes, int start) =>
        !bytes.Slice(start, Math.Min(HoleSize, bytes.Length - start)).ContainsAnyExcept((byte)0);
}
