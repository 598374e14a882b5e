using System.Runtime.InteropServices;
using Bq2.Efi.Binary;

namespace Bq2.Image;

internal sealed partial class ZipReader
{
    private void Unpack(long at, Stream bytes, uint crc, long length)
    {
        long limit = _options.Unpacking.Limit(_zip.Length);
        if (_spool.Length + length > limit)
            throw Failure.Of(TreeFaults.ArchiveTooMuch, $"more than {limit:N0} bytes come out of the zip file");

        var buffer = new byte[Chunk.UsualSize];
        uint sum = 0;
        long done = 0;
        while (done <= length && bytes.Read(buffer) is > 0 and var read)
        {
            sum = Crc32.Append(sum, buffer.AsSpan(0, read));
            _spool.Write(buffer.AsSpan(0, read));
            done += read;
        }

        if (done != length || sum != crc)
            throw Bad($"the file has {done:N0} bytes with the sum {sum:x8}: expected {length:N0} with {crc:x8}", at);
    }

    private Stream Bytes(long at, ZipEntryHeader header, ZipExtra extra)
    {
        var packed = _zip.Slice(DataOf(at, header, extra), extra.PackedLength).AsStream();
        return header.Method switch
        {
            ZipEntryHeader.Stored => packed,
            ZipEntryHeader.Deflated => new InflateStream(new PackedInput(packed), DeflateFraming.Raw),
            var other => throw Failure.Of(TreeFaults.ArchiveUnsupported, $"a file is packed by method {other}: expected 0 or 8, deflate"),
        };
    }

    /// <summary>Where the file's bytes begin: after its own header, whose fields may have other lengths than in the list.</summary>
    private long DataOf(long at, ZipEntryHeader header, ZipExtra extra)
    {
        if (extra.Offset > _zip.Length - ZipFileHeader.Size)
            throw Bad($"the file would begin at {extra.Offset:N0}, but the zip file ends at {_zip.Length:N0}", at);

        var own = MemoryMarshal.Read<ZipFileHeader>(_zip.ReadBytes(extra.Offset, ZipFileHeader.Size));
        long start = extra.Offset + ZipFileHeader.Size + own.NameLength + own.ExtraLength;
        return own.Signature == ZipFileHeader.Mark && extra.PackedLength <= _zip.Length - start
            && (header.Method != ZipEntryHeader.Stored || extra.PackedLength == extra.Length)
            ? start
            : throw Bad($"the file's own header is damaged, or its {extra.PackedLength:N0} bytes are cut off", extra.Offset);
    }
}
