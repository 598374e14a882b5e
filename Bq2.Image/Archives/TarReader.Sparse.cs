using System.Runtime.InteropServices;
using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>
/// Files with holes: GNU's old headers, and three ways to say it with PAX records. What is stored are the pieces, one behind the other.
/// </summary>
internal sealed partial class TarReader
{
    private Content ContentOf(ref byte[] path)
    {
        if (_header.Type == TarType.GnuSparse)
            return OldSparse();
        if (_pax.HasAny && _pax.Find("GNU.sparse.major") is [(byte)'1'])
            return Sparse(Demand("GNU.sparse.realsize"), null);
        if (_pax.HasAny && _pax.Find("GNU.sparse.size") is not null)
            return Sparse(Demand("GNU.sparse.size"), MapOfRecords());

        long length = Length();
        return Content.FromSource(_source, TakeContent(length), length);
    }

    private long Demand(string key) => Record(key) ?? throw BadRecord(key);

    private Content OldSparse()
    {
        var fields = MemoryMarshal.AsBytes(new ReadOnlySpan<TarHeader>(in _header)).ReadAt<TarGnuFields>(TarGnuFields.Offset);
        var map = new List<long>();
        bool isOver = AddPieces(fields.Pieces, map);
        bool hasMore = fields.HasMore != 0;
        while (hasMore && !isOver)
        {
            var more = MemoryMarshal.Read<TarGnuPieces>(_source.ReadBytes(TakeContent(TarHeader.Size), TarHeader.Size));
            isOver = AddPieces(more.Pieces, map);
            hasMore = more.HasMore != 0;
        }

        return Sparse(Number(fields.RealLength, "length"), map);
    }

    private bool AddPieces(ReadOnlySpan<TarGnuPiece> pieces, List<long> map)
    {
        foreach (var piece in pieces)
        {
            if (((ReadOnlySpan<byte>)piece.Offset)[0] == 0)
                return true;
            map.Add(Number(piece.Offset, "offset of a piece"));
            map.Add(Number(piece.Length, "length of a piece"));
        }

        return false;
    }

    /// <summary>The offsets and lengths in one record, or in many.</summary>
    private List<long> MapOfRecords()
    {
        if (_pax.Find("GNU.sparse.map") is not { } text)
            return _pax.Pieces;

        var map = new List<long>();
        foreach (var part in text.AsSpan().Split((byte)','))
            map.Add(PaxRecords.Number(text.AsSpan(part)) ?? throw BadRecord("GNU.sparse.map"));
        return map;
    }

    /// <summary>The map in front of the stored pieces: lines with the number of pieces, then the offset and length of each.</summary>
    private List<long> MapOfContent(ref long start, ref long left)
    {
        var map = new List<long>();
        var block = new byte[TarHeader.Size];
        long count = -1, number = 0;
        while (count < 0 || map.Count < 2 * count)
        {
            if (left < block.Length)
                throw BadRecord("GNU.sparse.major");
            _source.ReadAt(start, block);
            (start, left) = (start + block.Length, left - block.Length);
            foreach (byte each in block)
            {
                if (each is >= (byte)'0' and <= (byte)'9' && number < long.MaxValue / 100)
                {
                    number = number * 10 + each - '0';
                    continue;
                }

                if (each != '\n')
                    throw Bad(TreeFaults.ArchiveDamaged, $"the map of a file with holes is not made of numbers");
                if (count < 0)
                    count = number;
                else
                    map.Add(number);
                number = 0;
                if (map.Count == 2 * count)
                    break;
            }
        }

        return map;
    }

    private Content Sparse(long length, List<long>? map)
    {
        long left = Length(), start = TakeContent(left);
        map ??= MapOfContent(ref start, ref left);
        if (length < 0 || map.Count % 2 != 0)
            throw Bad(TreeFaults.ArchiveDamaged, $"the map of a file with holes is cut off");

        var regions = new Regions(length);
        long end = 0;
        for (int i = 0; i < map.Count; i += 2)
        {
            var (offset, count) = (map[i], map[i + 1]);
            if (offset < end || count < 0 || count > left || offset > length - count)
            {
                throw Bad(TreeFaults.ArchiveDamaged,
                    $"a file of {length:N0} bytes has a piece of {count:N0} at {offset:N0}, which cannot be");
            }

            regions.Add(offset, Content.FromSource(_source, start, count));
            (start, left, end) = (start + count, left - count, offset + count);
        }

        return Content.FromRegions(regions);
    }
}
