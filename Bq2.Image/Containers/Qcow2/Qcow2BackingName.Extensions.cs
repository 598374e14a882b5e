using System.Runtime.InteropServices;
using System.Text;
using Bq2.Efi.Binary;

namespace Bq2.Image;

internal static partial class Qcow2BackingName
{
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
}
