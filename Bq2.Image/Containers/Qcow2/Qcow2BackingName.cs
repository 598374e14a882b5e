using System.Runtime.InteropServices;
using System.Text;
using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>
/// Writes another backing file's name into the first cluster of an image: format first among the extensions, name behind them.
/// </summary>
/// <remarks>
/// The name goes where nobody reads yet, then one write makes it the one that counts. The fields and the format lie in the
/// first sector, so what a cut-off leaves is the old name with its format, or the new one with its own.
/// </remarks>
internal static class Qcow2BackingName
{
    /// <summary>Writes name and format, or with null for both that the image stands alone. Returns the header as it is then.</summary>
    public static Qcow2Header Write(WritableDisk file, Qcow2HeaderInfo head, string? name, string? format)
    {
        byte[] cluster = file.ReadBytes(0, (int)Math.Min(file.Length, head.Cluster.Bytes));
        int start = head.Version == 2 ? Qcow2Header.Version2Size : (int)(uint)head.Header.HeaderLength;
        byte[] bytes = name is null ? [] : Encoding.UTF8.GetBytes(name);
        var others = Others(cluster.AsSpan(start..EndOfExtensions(head, cluster.Length)), out int oldLength);
        byte[] extensions = Extensions(others, name is null ? null : format, head.Cluster.Bytes - start - bytes.Length);
        int end = start + extensions.Length;
        if (name is not null && (bytes.Length is 0 or > Qcow2Limits.MaxBackingName || end + bytes.Length > head.Cluster.Bytes))
        {
            int room = Math.Clamp(head.Cluster.Bytes - end, 0, Qcow2Limits.MaxBackingName);
            throw file.Bad(ImageFaults.BackingName,
                $"a backing file's name of {bytes.Length} bytes; there is room for 1 to {room}",
                "give a shorter name, such as one relative to the image's folder");
        }

        int? free = FreePlace(bytes.Length, Math.Max(end, start + oldLength), head);
        if (bytes.Length > 0 && free is { } place)
        {
            file.WriteAt(place, bytes);
            file.Flush();
        }

        var header = head.Header;
        (header.BackingFileOffset, header.BackingFileSize) = (name is null ? 0UL : (ulong)(free ?? end), (uint)bytes.Length);
        cluster.AsSpan().WriteAt(Qcow2Header.NameFields, header.BackingFileOffset);
        cluster.AsSpan().WriteAt(Qcow2Header.NameFields + sizeof(ulong), header.BackingFileSize);
        file.WriteAt(Qcow2Header.NameFields,
            [.. cluster.AsSpan(Qcow2Header.NameFields..start), .. extensions, .. free is null ? bytes : []]);
        file.Flush();
        return header;
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

    /// <summary>Behind old and new extensions, before or behind the old name; null where there is no such room.</summary>
    private static int? FreePlace(int length, int end, Qcow2HeaderInfo head)
    {
        long old = (long)(ulong)head.Header.BackingFileOffset, oldEnd = old + (uint)head.Header.BackingFileSize;
        long place = end + length <= old || end >= oldEnd ? end : oldEnd;
        return place + length <= head.Cluster.Bytes ? (int)place : null;
    }
}
