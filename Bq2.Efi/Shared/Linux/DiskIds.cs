using System.Runtime.InteropServices;
using Bq2.Efi.Boot;

namespace Bq2.Efi.Linux;

/// <summary>The ids of partitions and file systems as text, in the form that root= has them.</summary>
internal static class DiskIds
{
    private const int NameOffset = 56;

    // The partition table of a disk without GPT: four bytes of the first sector tell disks apart.
    private const int DiskSignature = 440, MbrRows = 446, MbrRowLength = 16, BootSignature = 510;
    private const byte Protective = 0xee;

    extension(DiskTableRow row)
    {
        /// <summary>The label, which is 36 units of UTF-16, or fewer and a zero.</summary>
        public void WriteName(ref Utf8Writer target)
        {
            var name = MemoryMarshal.AsBytes(new ReadOnlySpan<DiskTableRow>(in row))[NameOffset..];
            Span<char> text = stackalloc char[36];
            int length = 0;
            while (length < text.Length && (name[2 * length] | name[2 * length + 1]) != 0)
            {
                text[length] = (char)(name[2 * length] | name[2 * length + 1] << 8);
                length++;
            }

            target.Add((ReadOnlySpan<char>)text[..length]);
        }

        /// <summary>In small letters, as the kernel has it.</summary>
        public void WriteId(ref Utf8Writer target)
        {
            Span<byte> capitals = stackalloc byte[36];
            var writer = new Utf8Writer(capitals);
            GuidText.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<DiskTableRow>(in row)).Slice(16, 16), ref writer);
            foreach (byte c in capitals)
                target.Add(Bytes.Lower(c));
        }
    }

    /// <summary>The row of a partition, counted from 1.</summary>
    public static bool TryGetRow(ReadOnlySpan<byte> rows, uint rowSize, uint number, out DiskTableRow row)
    {
        row = default;
        ulong start = (number - 1ul) * rowSize;
        if (number == 0 || rowSize < DiskTableRow.Size || start + rowSize > (ulong)rows.Length)
            return false;

        row = MemoryMarshal.Read<DiskTableRow>(rows[(int)start..]);
        return row.LastLba >= row.FirstLba && row.LastLba > 0;
    }

    /// <summary>
    /// Whether a disk's first sector says that the disk has a GPT, in one of the four rows of an MBR. Otherwise the kernel does not look
    /// for one.
    /// </summary>
    public static bool IsProtective(ReadOnlySpan<byte> firstSector)
    {
        for (int row = MbrRows; row < BootSignature; row += MbrRowLength)
        {
            if (firstSector[row + 4] == Protective)
                return true;
        }

        return false;
    }

    /// <summary>Such as 1a2b3c4d-01: what the kernel calls a partition of a disk with an MBR. Nothing if it is not one.</summary>
    public static void WriteMbrId(ReadOnlySpan<byte> firstSector, uint number, ref Utf8Writer target)
    {
        if (firstSector.Length < 512 || firstSector[BootSignature] != 0x55 || firstSector[BootSignature + 1] != 0xaa)
            return;
        AddHex(MemoryMarshal.Read<uint>(firstSector[DiskSignature..]), 8, ref target);
        target.Add((byte)'-');
        AddHex(number, 2, ref target);
    }

    /// <summary>The id of a file system, whose bytes are in the order of the text.</summary>
    public static void WriteUuid(ReadOnlySpan<byte> uuid, ref Utf8Writer target)
    {
        for (int i = 0; i < uuid.Length; i++)
        {
            if (i is 4 or 6 or 8 or 10)
                target.Add((byte)'-');
            AddHex(uuid[i], 2, ref target);
        }
    }

    /// <summary>Whether two ids are the same. People write them in small letters and in capitals.</summary>
    public static bool Same(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        if (a.Length != b.Length || a.IsEmpty)
            return false;
        for (int i = 0; i < a.Length; i++)
        {
            if (Bytes.Lower(a[i]) != Bytes.Lower(b[i]))
                return false;
        }

        return true;
    }

    private static void AddHex(uint value, int digits, ref Utf8Writer target)
    {
        for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4)
            target.Add("0123456789abcdef"u8[(int)(value >> shift & 15)]);
    }
}
