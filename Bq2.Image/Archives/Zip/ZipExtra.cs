using System.Buffers.Binary;

namespace Bq2.Image;

/// <summary>
/// What the extra fields of an entry say, and its header where they do not: lengths beyond 32 bits, times and owners of Unix.
/// </summary>
internal sealed class ZipExtra
{
    private const ushort Zip64 = 0x0001, UnixTime = 0x5455, UnixOwner = 0x7875;
    private const uint SeeExtra = uint.MaxValue;

    public ZipExtra(ReadOnlySpan<byte> fields, ZipEntryHeader header)
    {
        (Length, PackedLength, Offset) = (header.Length, header.PackedLength, header.Offset);
        Modified = DosTime(header.Date, header.Time);
        while (fields.Length >= 4)
        {
            int length = Math.Min(BinaryPrimitives.ReadUInt16LittleEndian(fields[2..]), fields.Length - 4);
            Read(BinaryPrimitives.ReadUInt16LittleEndian(fields), fields.Slice(4, length), header);
            fields = fields[(4 + length)..];
        }
    }

    public long Length { get; private set; }

    public long PackedLength { get; private set; }

    public long Offset { get; private set; }

    public UnixTime? Modified { get; private set; }

    public uint User { get; private set; }

    public uint Group { get; private set; }

    private void Read(ushort kind, ReadOnlySpan<byte> field, ZipEntryHeader header)
    {
        switch (kind)
        {
            case Zip64:
                Length = Next(header.Length, ref field, Length);
                PackedLength = Next(header.PackedLength, ref field, PackedLength);
                Offset = Next(header.Offset, ref field, Offset);
                break;
            case UnixTime when field.Length >= 5 && (field[0] & 1) != 0:
                Modified = new(BinaryPrimitives.ReadInt32LittleEndian(field[1..]));
                break;
            case UnixOwner when field.Length >= 3 && field[0] == 1:
                ReadOwner(field[1..]);
                break;
        }
    }

    // A number of any length, then another.
    private void ReadOwner(ReadOnlySpan<byte> field)
    {
        int user = field[0];
        if (field.Length < user + 2 || field.Length < user + 2 + field[user + 1])
            return;
        User = Number(field.Slice(1, user));
        Group = Number(field.Slice(user + 2, field[user + 1]));
    }

    private static uint Number(ReadOnlySpan<byte> bytes)
    {
        uint number = 0;
        for (int i = Math.Min(bytes.Length, sizeof(uint)) - 1; i >= 0; i--)
            number = number << 8 | bytes[i];
        return number;
    }

    // Only the fields that have no room in the header are here, in this order. What is larger than any file is caught by who reads there.
    private static long Next(uint stated, ref ReadOnlySpan<byte> field, long otherwise)
    {
        if (stated != SeeExtra || field.Length < sizeof(ulong))
            return otherwise;
        long value = (long)Math.Min(BinaryPrimitives.ReadUInt64LittleEndian(field), long.MaxValue);
        field = field[sizeof(ulong)..];
        return value;
    }

    // As in FAT: in the time of the place where it was written, which is not known.
    private static UnixTime? DosTime(ushort date, ushort time)
    {
        var (year, month, day) = (1980 + (date >> 9), date >> 5 & 15, date & 31);
        var (hour, minute, second) = (time >> 11, time >> 5 & 63, (time & 31) * 2);
        return month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month) && hour < 24 && minute < 60 && second < 60
            ? Image.UnixTime.From(new DateTimeOffset(year, month, day, hour, minute, second, TimeSpan.Zero))
            : null;
    }
}
