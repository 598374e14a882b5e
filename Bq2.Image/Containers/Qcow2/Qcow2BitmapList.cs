using System.Runtime.InteropServices;
using System.Text;
using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>The list of an image's bitmaps; their bits are not read. At most 65,535 in at most 64 MiB, the limits of QEMU.</summary>
internal static class Qcow2BitmapList
{
    private const uint InUse = 1;
    private const uint Automatic = 2;

    public static IReadOnlyList<Qcow2Bitmap> Read(Source file, Qcow2HeaderInfo head)
    {
        if (head.Bitmaps is not { } list)
            return [];

        ulong place = list.DirectoryOffset, length = list.DirectorySize;
        bool fits = length <= (ulong)Math.Min(Qcow2Limits.MaxBitmapListBytes, file.Length) && place <= (ulong)file.Length - length;
        if (list.Count > Qcow2Limits.MaxBitmaps || !fits)
        {
            throw file.Bad(ImageFaults.Bitmaps,
                $"{list.Count:N0} bitmaps in {length:N0} bytes at {place:N0} exceed the limit of 65,535 in 64 MiB within the file");
        }

        ReadOnlySpan<byte> rest = file.ReadBytes((long)place, (int)length);
        var bitmaps = new List<Qcow2Bitmap>();
        while (bitmaps.Count < list.Count)
        {
            bitmaps.Add(ReadOne(file, rest, out int size));
            rest = rest[Math.Min(size, rest.Length)..];
        }

        return bitmaps;
    }

    private static Qcow2Bitmap ReadOne(Source file, ReadOnlySpan<byte> rest, out int size)
    {
        var row = rest.Length < Qcow2BitmapEntry.Size ? default : MemoryMarshal.Read<Qcow2BitmapEntry>(rest);
        long name = Qcow2BitmapEntry.Size + (long)(uint)row.ExtraSize, end = name + row.NameLength;
        if (end > rest.Length)
            throw file.Bad(ImageFaults.Bitmaps, $"a row in the list of bitmaps has {end:N0} bytes, but the list has {rest.Length:N0} more");
        if (row.GranularityBits > Qcow2Limits.MaxGranularityBits)
        {
            throw file.Bad(ImageFaults.Bitmaps,
                $"a bitmap has a granularity of 2 to the power of {row.GranularityBits} bytes; the limit is 31");
        }

        size = (int)Align.Up(end, 8);
        return new(Encoding.UTF8.GetString(rest[(int)name..(int)end]), 1L << row.GranularityBits)
        {
            IsInUse = (row.Flags & InUse) != 0,
            IsAutomatic = (row.Flags & Automatic) != 0,
        };
    }
}
