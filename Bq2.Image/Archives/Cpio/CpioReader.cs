using System.Runtime.InteropServices;
using Bq2.Efi;
using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>Reads archives in the formats "newc" and "crc" from a source, one behind the other, into one tree.</summary>
internal sealed partial class CpioReader(Source source, ArchiveTree archive)
{
    private const int MaxName = 4096;
    private const int MaxTarget = 64 << 10;

    // Files with several names in the archive that is being read, by inode and device.
    private readonly Dictionary<(uint, uint, uint), List<byte[]>> _named = [];
    private long _at;

    /// <summary>Whether an archive begins here.</summary>
    public static bool Begins(ReadOnlySpan<byte> bytes) => bytes.StartsWith("070701"u8) || bytes.StartsWith("070702"u8);

    /// <summary>Reads archives and the zeros behind them until something else comes; returns where that is, or the end.</summary>
    public long ReadAll()
    {
        do
        {
            _named.Clear();
            while (ReadEntry())
            {
            }

            SkipZeros();
        }
        while (source.Length - _at >= CpioHeader.Size && Begins(source.ReadBytes(_at, CpioHeader.Size)));
        return _at;
    }

    private bool ReadEntry()
    {
        long start = _at;
        var header = MemoryMarshal.Read<CpioHeader>(source.ReadBytes(start, CpioHeader.Size));
        if (!header.Magic.Is(CpioMagic.Newc) && !header.Magic.Is(CpioMagic.Crc))
            throw Bad($"an entry begins with something other than 070701", start, FieldPlace.Of(ref header, ref header.Magic));

        byte[] name = ReadName(start, header);
        long content = Align.Up(start + CpioHeader.Size + name.Length + 1, CpioHeader.Alignment);
        uint length = Number(header.Length, start, FieldPlace.Of(ref header, ref header.Length));
        if (length > source.Length - content)
        {
            long there = Math.Max(0, source.Length - content);
            throw Bad($"\"{ByteText.Decode(name)}\" has {length:N0} bytes, but the archive ends after {there:N0}",
                start, FieldPlace.Of(ref header, ref header.Length));
        }

        _at = Math.Min(source.Length, Align.Up(content + length, CpioHeader.Alignment));
        if (name.AsSpan().SequenceEqual(CpioHeader.Trailer))
            return false;

        Add(start, header, name, content, length);
        return true;
    }

    private byte[] ReadName(long start, CpioHeader header)
    {
        var field = FieldPlace.Of(ref header, ref header.NameLength);
        uint length = Number(header.NameLength, start, field);
        if (length is 0 or > MaxName)
            throw Bad($"a name has {length:N0} bytes: expected 1 to {MaxName:N0} with its NUL", start, field);

        byte[] name = source.ReadBytes(start + CpioHeader.Size, (int)length);
        return name[^1] == 0 && !name.AsSpan(..^1).Contains((byte)0)
            ? name[..^1]
            : throw Bad($"a name of {length:N0} bytes does not end in NUL, or has one inside", start, field);
    }

    private uint Number(CpioNumber number, long start, FieldPlace field) =>
        number.Value ?? throw Bad($"a number is not made of hexadecimal digits", start, field);

    private void SkipZeros()
    {
        var buffer = new byte[Chunk.UsualSize];
        while (_at < source.Length)
        {
            var bytes = buffer.AsSpan(0, (int)Math.Min(buffer.Length, source.Length - _at));
            source.ReadAt(_at, bytes);
            int zeros = bytes.IndexOfAnyExcept((byte)0);
            _at += zeros < 0 ? bytes.Length : zeros;
            if (zeros >= 0)
                return;
        }
    }

    private FaultException Bad(FormattableString message, long start, FieldPlace field) =>
        source.Bad(TreeFaults.ArchiveDamaged, message, field.At(start), "was the archive cut short, or is it not in the format newc?");
}
