using System.Runtime.InteropServices;
using System.Text;
using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>
/// Writes another backing file's name into the first cluster of an image: the format as the first extension, the name after them all.
/// </summary>
/// <remarks>
/// The name goes to an unused place first, then one write switches to it. The fields and the format are in the first sector, so an
/// interruption leaves either the old name with its format or the new one with its own.
/// </remarks>
internal static class Qcow2BackingName
{
    private const int MaxName = 1023;

    // The offset of the name, followed by its length.
    private const int NameFields = 8;

    /// <summary>Writes the name and format, or null for no backing file. Returns the new header.</summary>
    public static Qcow2Header Write(WritableDisk file, Qcow2HeaderInfo head, string? name, string? format)
    {
        byte[] cluster = file.ReadBytes(0, (int)Math.Min(file.Length, head.Cluster.Bytes));
        int start = head.Version == 2 ? Qcow2Header.Version2Size : (int)(uint)head.Header.HeaderLength;
        byte[] bytes = name is null ? [] : Encoding.UTF8.GetBytes(name);
        var others = Others(cluster.AsSpan(start..EndOfExtensions(head, cluster.Length)), out int oldLength);
        byte[] extensions = Extensions(others, name is null ? null : format, head.Cluster.Bytes - start - bytes.Length);
        int end = start + extensions.Length;
        if (name is not null && (bytes.Length is 0 or > MaxName || end + bytes.Length > head.Cluster.Bytes))
        {
            throw file.Bad(ImageFaults.BackingName,
                $"the backing file's name has {bytes.Length} bytes; it may have 1 to {Math.Clamp(head.Cluster.Bytes - end, 0, MaxName)}",
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
        cluster.AsSpan().WriteAt(NameFields, header.BackingFileOffset);
        cluster.AsSpan().WriteAt(NameFields + sizeof(ulong), header.BackingFileSize);
        file.WriteAt(NameFields, [.. cluster.AsSpan(NameFields, start - NameFields), .. extensions, .. free is null ? bytes : []]);
        file.Flush();
        return header;
    }

    /// <summary>
    /// The format, the image's other extensions, and the end mark. The feature names only make messages clearer: if there is no room for
    /// them they are left out, as in QEMU.
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

    /// <summary>The existing extensions without the format, each with its padding. The header reader has checked them.</summary>
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

    /// <summary>A free place after the old and new extensions, before or after the old name; null if there is none.</summary>
    private static int? FreePlace(int length, int end, Qcow2HeaderInfo head)
    {
        long old = (long)(ulong)head.Header.BackingFileOffset, oldEnd = old + (uint)head.Header.BackingFileSize;
        long place = end + length <= old || end >= oldEnd ? end : oldEnd;
        return place + length <= head.Cluster.Bytes ? (int)place : null;
    }
}
