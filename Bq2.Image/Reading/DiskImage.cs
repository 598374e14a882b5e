using System.Runtime.InteropServices;
using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>Opens a disk image for reading, whatever its container.</summary>
public static class DiskImage
{
    /// <summary>The disk inside a QCOW2 image, known by its magic unless the format is given; every other file is a raw disk.</summary>
    public static Source Open(string path, OpenOptions? options = null)
    {
        var file = FileSource.Open(path);
        try
        {
            return (options?.Format is { } format ? format == "qcow2" : IsQcow2(file)) ? new Qcow2Source(file) : file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>"qcow2" or "raw", as the first bytes tell; nothing else of the image is looked at.</summary>
    public static string FormatOf(string path)
    {
        using var file = FileSource.Open(path);
        return IsQcow2(file) ? "qcow2" : "raw";
    }

    internal static bool IsQcow2(Source file)
    {
        if (file.Length < sizeof(uint))
            return false;

        var magic = MemoryMarshal.Read<Be32>(file.ReadBytes(0, sizeof(uint)));
        return magic == Qcow2Header.MagicQfi;
    }
}
