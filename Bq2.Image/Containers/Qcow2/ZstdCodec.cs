using System.Runtime.InteropServices;

namespace Bq2.Image;

/// <summary>Zstandard by the system's library, which .NET does not have.</summary>
internal sealed unsafe partial class ZstdCodec : ClusterCodec
{
    private const string Library = "libzstd.so.1";

    // The library's own default, and qemu-img's.
    private const int Level = 3;

    private nint _packer;
    private nint _unpacker;

    public ZstdCodec()
    {
        try
        {
            (_packer, _unpacker) = (ZSTD_createCCtx(), ZSTD_createDCtx());
        }
        catch (DllNotFoundException)
        {
            throw new DllNotFoundException(
                $"zstd needs the library {Library}, which is missing: install it (on Debian the package libzstd1), or use zlib");
        }
    }

    public override int Compress(ReadOnlySpan<byte> cluster, Span<byte> into)
    {
        fixed (byte* source = cluster, target = into)
        {
            nuint length = ZSTD_compressCCtx(_packer, target, (nuint)into.Length, source, (nuint)cluster.Length, Level);
            return ZSTD_isError(length) != 0 ? 0 : (int)length;
        }
    }

    /// <summary>One frame after another until the cluster is full: writers may end a frame wherever they like.</summary>
    public override bool TryDecompress(ReadOnlySpan<byte> packed, Span<byte> cluster)
    {
        fixed (byte* source = packed, target = cluster)
        {
            var input = new Buffer { Start = source, Length = (nuint)packed.Length };
            var output = new Buffer { Start = target, Length = (nuint)cluster.Length };
            ZSTD_DCtx_reset(_unpacker, 1);
            while (output.Position < output.Length)
            {
                var before = (input.Position, output.Position);
                if (ZSTD_isError(ZSTD_decompressStream(_unpacker, &output, &input)) != 0 || before == (input.Position, output.Position))
                    return false;
            }

            return true;
        }
    }

    protected override void Dispose(bool disposing)
    {
        ZSTD_freeCCtx(_packer);
        ZSTD_freeDCtx(_unpacker);
        (_packer, _unpacker) = (0, 0);
        base.Dispose(disposing);
    }

    /// <summary>ZSTD_inBuffer and ZSTD_outBuffer, which are alike.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Buffer
    {
        public byte* Start;
        public nuint Length;
        public nuint Position;
    }

    [LibraryImport(Library)]
    private static partial nint ZSTD_createCCtx();

    [LibraryImport(Library)]
    private static partial nuint ZSTD_freeCCtx(nint context);

    [LibraryImport(Library)]
    private static partial nuint ZSTD_compressCCtx(nint context, byte* target, nuint room, byte* source, nuint length, int level);

    [LibraryImport(Library)]
    private static partial nint ZSTD_createDCtx();

    [LibraryImport(Library)]
    private static partial nuint ZSTD_freeDCtx(nint context);

    [LibraryImport(Library)]
    private static partial nuint ZSTD_DCtx_reset(nint context, int what);

    [LibraryImport(Library)]
    private static partial nuint ZSTD_decompressStream(nint context, Buffer* output, Buffer* input);

    [LibraryImport(Library)]
    private static partial uint ZSTD_isError(nuint code);
}
