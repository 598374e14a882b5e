using System.IO.Compression;

namespace Bq2.Image;

/// <summary>Deflate without a wrapper, as QCOW2 keeps it under the name zlib.</summary>
internal sealed class DeflateCodec : ClusterCodec
{
    // With .NET's 32 KiB window this level is smaller than qemu-img's output, whose window is 4 KiB, at a third of the time.
    private static readonly ZLibCompressionOptions s_options = new() { CompressionLevel = 3 };

    public override unsafe int Compress(ReadOnlySpan<byte> cluster, Span<byte> into)
    {
        fixed (byte* start = into)
        {
            using var target = new RoomStream(start, into.Length);
            using (var packer = new DeflateStream(target, s_options, leaveOpen: true))
                packer.Write(cluster);
            return target.Written <= into.Length ? (int)target.Written : 0;
        }
    }

    public override unsafe bool TryDecompress(ReadOnlySpan<byte> packed, Span<byte> cluster)
    {
        if (packed.IsEmpty)
            return false;

        fixed (byte* start = packed)
        {
            using var source = new UnmanagedMemoryStream(start, packed.Length);
            using var unpacker = new DeflateStream(source, CompressionMode.Decompress);
            try
            {
                return unpacker.ReadAtLeast(cluster, cluster.Length, throwOnEndOfStream: false) == cluster.Length;
            }
            catch (InvalidDataException)
            {
                return false;
            }
        }
    }
}
