using System.Runtime.InteropServices;
using System.Text;
using Bq2.Efi;
using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>
/// Writes another backing file's name into the first cluster of an image: format first among the extensions, name behind them.
/// </summary>
/// <remarks>
/// A medium writes a sector wholly or not at all, and no more than that. So the name goes where nobody reads yet, what of the extensions
/// lies behind the first sector is written while the first sector does not lead there, and then one write within the first sector
/// makes all of it count: what a cut-off leaves is the old name with its format, or the new one with its own.
/// </remarks>
internal static class Qcow2BackingName
{
    private const int Sector = 512;

    /// <summary>Writes name and format, or with null for both that the image stands alone. Returns the header as it is then.</summary>
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

        // Where all of it fits into the first sector, the name may go where the old one is.
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

    /// <summary>The header as it is, but without the names of features, so that it ends within the first sector.</summary>
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
        $"a backing file's name of {length} bytes; there is room for 1 to {Math.Clamp(room, 0, Qcow2Limits.MaxBackingName)}",
        "give a shorter name, such as one relative to the image's folder");

    private static (int Start, int End) OldName(Qcow2HeaderInfo head)
    {
        long start = (long)(ulong)head.Header.BackingFileOffset;
        return start == 0 ? (int.MaxValue, 0) : ((int)start, (int)start + (int)(uint)head.Header.BackingFileSize);
    }

    /// <summary>
    /// The format, all that the image had besides, and the end mark. The names of features only make messages clearer: where
    /// there is no room for them they are left out, as QEMU does.
    /// </summary>
    private static byte[] Extensions(List<(uint Type, byte[] Bytes)> others, string? format, int room)
    {
        byte[] first = format is null ? [] : Extension(Qcow2Extension.BackingFormat, Encoding.UTF8.GetBytes(format));
        byte[] end = new byte[Qcow2Extension.Size];
        byte[] all = [.. first, .. others.SelectMany(each => each.Bytes), .. end];
        return all.Length <= room ? all
            : [.. first, .. others.Where(each => each.Type != Qcow2Extension.FeatureNames).SelectMany(each => each.Bytes), .. end];
    }

    private static int EndOfExtensions(Qcow2HeaderInfo head, int cluster) =>
        (ulong)head.Header.BackingFileOffset is > 0 and var name && name < (ulong)cluster ? (int)name : cluster;

    /// <summary>What stands there but for the format, each with its padding. The header's reader has found that they are whole.</summary>
    private static List<(uint Type, byte[] Bytes)> Others(ReadOnlySpan<byte> room, out int length)
    {
        var all = new List<(uint, byte[])>();
        var rest = room;
        while (rest.Length >= Qcow2Extension.Size)
        {
            var head = MemoryMarshal.Read<Qcow2Extension>(rest);
            if (head.Type == Qcow2Extension.End)
                break;

            var data = rest.Slice(Qcow2Extension.Size, (int)(uint)head.Length);
            if (head.Type != Qcow2Extension.BackingFormat)
                all.Add((head.Type, Extension(head.Type, data)));
            rest = rest[Math.Min(rest.Length, Qcow2Extension.Size + Align.Up(data.Length, 8))..];
        }

        length = Math.Min(room.Length, room.Length - rest.Length + Qcow2Extension.Size);
        return all;
    }

    private static byte[] Extension(uint type, ReadOnlySpan<byte> data)
    {
        var bytes = new byte[Qcow2Extension.Size + Align.Up(data.Length, 8)];
        bytes.AsSpan().WriteAt(0, new Qcow2Extension { Type = type, Length = (uint)data.Length });
        data.CopyTo(bytes.AsSpan(Qcow2Extension.Size));
        return bytes;
    }

    /// <summary>Behind old and new extensions, before or behind the old name.</summary>
    private static int FreePlace(int length, int end, int oldName, int oldNameEnd) =>
        end + length <= oldName || end >= oldNameEnd ? end : oldNameEnd;
}
