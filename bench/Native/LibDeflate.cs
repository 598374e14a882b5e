using System.Runtime.InteropServices;

namespace Bq2.Bench.Native;

/// <summary>The fastest deflate implementation, if its library is installed.</summary>
internal static unsafe partial class LibDeflate
{
    private const string Library = "libdeflate.so.0";

    public static bool IsHere => NativeLibrary.TryLoad(Library, out _);

    public static Contestant Packer(int level)
    {
        nint packer = libdeflate_alloc_compressor(level);
        byte[] into = new byte[Corpus.PieceLength * 2];
        return new($"libdeflate {level}", piece =>
        {
            fixed (byte* source = piece, target = into)
                return (int)libdeflate_deflate_compress(packer, source, (nuint)piece.Length, target, (nuint)into.Length);
        });
    }

    public static Contestant Unpacker()
    {
        nint unpacker = libdeflate_alloc_decompressor();
        byte[] into = new byte[Corpus.PieceLength];
        return new("libdeflate", piece =>
        {
            nuint length;
            fixed (byte* source = piece, target = into)
            {
                if (libdeflate_deflate_decompress(unpacker, source, (nuint)piece.Length, target, (nuint)into.Length, &length) != 0)
                    throw new InvalidOperationException("libdeflate refuses the data");
            }

            return (int)length;
        });
    }

    [LibraryImport(Library)]
    private static partial nint libdeflate_alloc_compressor(int level);

    [LibraryImport(Library)]
    private static partial nuint libdeflate_deflate_compress(nint packer, byte* source, nuint length, byte* into, nuint room);

    [LibraryImport(Library)]
    private static partial nint libdeflate_alloc_decompressor();

    [LibraryImport(Library)]
    private static partial int libdeflate_deflate_decompress(
        nint unpacker, byte* source, nuint length, byte* into, nuint room, nuint* unpacked);
}
