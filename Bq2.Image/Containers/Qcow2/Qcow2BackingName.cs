using System.Text;
using Bq2.Efi;
using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>
/// Writes another backing file's name into the first cluster of an image: the format as the first extension, the name after them all.
/// </summary>
/// <remarks>
/// A disk writes a sector completely or not at all, but no more than a sector. So the name goes to an unused place first. Extensions after
/// the first sector are written while nothing in the first sector leads to them. Then one write within the first sector switches to
/// the new name: an interruption leaves either the old name with its format or the new one with its own.
/// </remarks>
internal static partial class Qcow2BackingName
{
    private const int Sector = 512;

    /// <summary>Writes the name and format, or null for no backing file. Returns the new header.</summary>
    public static Qcow2Header Write(WritableDisk file, Qcow2HeaderInfo head, string? name, string? format)
    {
        byte[] cluster = file.ReadBytes(0, (int)Math.Min(file.Length, head.Cluster.Bytes));
        int start = head.Version == 2 ? Qcow2Header.Version2Size : (int)(uint)head.Header.HeaderLength;
        byte[] bytes = name is null ? [] : Encoding.UTF8.GetBytes(name);
        var others = Others(cluster.AsSpan(start..EndOfExtensions(head, cluster.Length)), out int oldLength);
        var (oldName, oldNameEnd) = OldName(head);
        byte[] extensions = Extensions(others, format, head.Cluster.Bytes - start - bytes.Length);
        if (oldName < start + extensions.Length && start + extensions.Length > Sector)
            extensions = Extensions(others, format, Sector - start);
        int end = start + extensions.Length;
        if (name is not null && (bytes.Length is 0 or > Qcow2Limits.MaxBackingName || end + bytes.Length > head.Cluster.Bytes))
            throw NoRoom(file, bytes.Length, head.Cluster.Bytes - end);

        // If everything fits into the first sector, the name may go to the old name's place.
        int place = FreePlace(bytes.Length, Math.Max(end, start + oldLength), oldName, oldNameEnd);
        bool isOneSector = place + bytes.Length > head.Cluster.Bytes && end + bytes.Length <= Sector;
        if (isOneSector)
            place = end;
        else if (place + bytes.Length > head.Cluster.Bytes)
            throw NoRoom(file, bytes.Length, head.Cluster.Bytes - oldNameEnd);
        else
            WriteAndFlush(file, place, bytes);

        if (end > Sector && start + oldLength > Sector)
            Shorten(file, head, cluster.AsSpan(0, start), others);
        if (end > Sector)
            WriteAndFlush(file, Sector, extensions.AsSpan(Sector - start));
        var header = head.Header;
        (header.BackingFileOffset, header.BackingFileSize) = (name is null ? 0UL : (ulong)place, (uint)bytes.Length);
        cluster.AsSpan().WriteAt(Qcow2Header.NameFields, header.BackingFileOffset);
        cluster.AsSpan().WriteAt(Qcow2Header.NameFields + sizeof(ulong), header.BackingFileSize);
        byte[] all = [.. cluster.AsSpan(0, start), .. extensions, .. isOneSector ? bytes : []];
        WriteAndFlush(file, Qcow2Header.NameFields, all.AsSpan(Qcow2Header.NameFields..Math.Min(all.Length, Sector)));
        return header;
    }

    private static void WriteAndFlush(WritableDisk file, int place, ReadOnlySpan<byte> bytes)
    {
        file.WriteAt(place, bytes);
        file.Flush();
    }

    /// <summary>The header unchanged, but without the feature names, so that it ends within the first sector.</summary>
    private static void Shorten(WritableDisk file, Qcow2HeaderInfo head, ReadOnlySpan<byte> header, List<(uint Type, byte[] Bytes)> others)
    {
        byte[] extensions = Extensions(others, head.BackingFormat, 0);
        if (header.Length + extensions.Length > Sector)
        {
            throw file.Bad(ImageFaults.BackingName,
                $"the header's extensions take {extensions.Length} bytes, more than the first sector has, and cannot be changed safely",
                "convert the image");
        }

        WriteAndFlush(file, header.Length, extensions);
    }

    private static FaultException NoRoom(WritableDisk file, int length, int room) => file.Bad(ImageFaults.BackingName,
        $"the backing file's name has {length} bytes; it may have 1 to {Math.Clamp(room, 0, Qcow2Limits.MaxBackingName)}",
        "give a shorter name, such as one relative to the image's folder");

    private static (int Start, int End) OldName(Qcow2HeaderInfo head)
    {
        long start = (long)(ulong)head.Header.BackingFileOffset;
        return start == 0 ? (int.MaxValue, 0) : ((int)start, (int)start + (int)(uint)head.Header.BackingFileSize);
    }

    /// <summary>After the old and new extensions, before or after the old name.</summary>
    private static int FreePlace(int length, int end, int oldName, int oldNameEnd) =>
        end + length <= oldName || end >= oldNameEnd ? end : oldNameEnd;
}
