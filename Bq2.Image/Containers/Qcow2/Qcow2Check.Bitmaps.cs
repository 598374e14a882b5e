using System.Runtime.InteropServices;

namespace Bq2.Image;

internal sealed partial class Qcow2Check
{
    private const ulong ReservedInBitmap = 0xff00_0000_0000_01fe;

    /// <summary>Three levels: a directory of bitmaps, a table for each, and the clusters of bits.</summary>
    private void CountBitmaps()
    {
        if (_head.Bitmaps is not { } bitmaps)
            return;

        ulong place = bitmaps.DirectoryOffset, length = bitmaps.DirectorySize;
        bool fits = length <= (ulong)Math.Min(Qcow2Limits.MaxBitmapListBytes, _file.Length) && place <= (ulong)_file.Length - length;
        if (bitmaps.Count > Qcow2Limits.MaxBitmaps || !fits)
        {
            Corrupt($"the list of {bitmaps.Count:N0} bitmaps has an impossible size or place: {length:N0} bytes at {place:N0}");
            return;
        }

        Refer((long)place, (long)length);
        ReadOnlySpan<byte> rest = _file.ReadBytes((long)place, (int)length);
        long left = _file.Length;
        for (uint i = 0; i < bitmaps.Count; i++)
        {
            if (rest.Length < Qcow2BitmapEntry.Size)
            {
                Corrupt($"the list of bitmaps ends after {i} of {bitmaps.Count}");
                return;
            }

            var entry = MemoryMarshal.Read<Qcow2BitmapEntry>(rest);
            long size = Qcow2BitmapEntry.Size + (long)(uint)entry.ExtraSize + entry.NameLength + 7 & ~7;
            rest = rest[(int)Math.Min(size, rest.Length)..];
            CountBitmap(i, entry, ref left);
        }
    }

    private void CountBitmap(uint number, in Qcow2BitmapEntry entry, ref long left)
    {
        long place = (long)(ulong)entry.TableOffset, bytes = (long)(uint)entry.TableSize * sizeof(ulong);
        left -= bytes;
        bool canBe = bytes <= Qcow2Limits.MaxBitmapTableBytes && left >= 0 && _cluster.Within(place) == 0 && Refer(place, bytes);
        if (!canBe || ReadTable(place, (uint)entry.TableSize) is not { } table)
        {
            Corrupt($"bitmap {number} has an impossible table: {entry.TableSize} entries at {place}");
            return;
        }

        foreach (ulong bits in table)
        {
            long cluster = (long)(bits & Qcow2Entry.OffsetMask);
            if ((bits & ReservedInBitmap) != 0 || _cluster.Within(cluster) != 0)
                Corrupt($"an entry of bitmap {number}, 0x{bits:x16}, has reserved bits set or does not point to a cluster");
            else if (cluster != 0)
                Refer(cluster, _cluster.Bytes);
        }
    }
}
