using System.Buffers.Binary;
using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>
/// Writes a gzip member: parts of a fixed length are compressed in parallel and joined at whole bytes. Whether many parts are
/// compressed at once or one at a time, the bytes are the same.
/// </summary>
internal sealed class GzipWriter : OutputStream
{
    // More would not be faster, and each takes about a MiB.
    private const int MaxBlocks = 64;

    private readonly Stream _target;
    private readonly PackCrew<GzipBlock> _crew;
    private uint _sum;
    private long _length;
    private bool _isWhole;

    public GzipWriter(Stream target, int level, int cores)
    {
        _target = target;
        var blocks = Enumerable.Range(0, Math.Min(4 * cores + 2, MaxBlocks)).Select(_ => new GzipBlock(level));
        _crew = new([.. blocks], cores, block => block.Pack(), WriteBlock);
        _crew.Current.Begin(null);
        _target.Write(GzipHeader.Plain);
    }

    public override bool CanWrite => !_isWhole;

    public override void Write(ReadOnlySpan<byte> bytes)
    {
        ObjectDisposedException.ThrowIf(_isWhole, this);
        while (!bytes.IsEmpty)
        {
            var block = _crew.Current;
            bytes = bytes[block.Take(bytes)..];
            if (!block.IsFull)
                continue;
            _crew.Pass();
            _crew.Current.Begin(block);
        }
    }

    /// <summary>Does nothing: a flush would change the bytes.</summary>
    public override void Flush()
    {
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isWhole)
        {
            _isWhole = true;
            using (_crew)
            {
                _crew.Current.IsLast = true;
                _crew.Pass();
                _crew.Finish();
            }

            WriteTrailer();
        }

        base.Dispose(disposing);
    }

    private void WriteBlock(GzipBlock block)
    {
        _target.Write(block.Packed);
        _sum = Crc32.Join(_sum, block.Sum, block.Length);
        _length += block.Length;
    }

    private void WriteTrailer()
    {
        Span<byte> trailer = stackalloc byte[8];
        BinaryPrimitives.WriteUInt32LittleEndian(trailer, _sum);
        BinaryPrimitives.WriteUInt32LittleEndian(trailer[4..], (uint)_length);
        _target.Write(trailer);
    }
}
