using System.Runtime.InteropServices;
using Bq2.Efi.Uefi;

namespace Bq2.Efi.Boot;

/// <summary>Device paths of files: the volume's path, a node with the file's path, and the end node.</summary>
internal static class FullPath
{
    /// <summary>A longer path is not valid: real ones have some hundred bytes.</summary>
    public const int MaxPathLength = 4096;

    /// <summary>The length of the nodes before the end node; -1 if this is not a device path.</summary>
    public static int LengthWithoutEnd(ReadOnlySpan<byte> path)
    {
        int offset = 0;
        while (path.Length - offset >= DevicePathNode.Size)
        {
            var node = MemoryMarshal.Read<DevicePathNode>(path[offset..]);
            if (node.Type == DevicePathType.End)
                return offset;
            if (node.Length < DevicePathNode.Size || node.Length > path.Length - offset)
                return -1;
            offset += node.Length;
        }

        return -1;
    }

    /// <summary>The length of the result; <paramref name="file"/> includes its NUL.</summary>
    public static int Length(int volumeLength, ReadOnlySpan<char> file) =>
        volumeLength + DevicePathNode.Size + file.Length * sizeof(char) + DevicePathNode.Size;

    public static void Write(ReadOnlySpan<byte> volume, ReadOnlySpan<char> file, Span<byte> target)
    {
        volume.CopyTo(target);
        target = target[volume.Length..];

        int nodeLength = DevicePathNode.Size + file.Length * sizeof(char);   // some hundred bytes: EfiPath.LongestPath
        MemoryMarshal.Write(target, new DevicePathNode(DevicePathType.Media, DevicePathNode.FilePath, (ushort)nodeLength));
        MemoryMarshal.AsBytes(file).CopyTo(target[DevicePathNode.Size..]);
        MemoryMarshal.Write(target[nodeLength..], DevicePathNode.End);
    }
}
