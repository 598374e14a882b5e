using System.Runtime.InteropServices;
using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>Opens a disk image for reading, whatever its container.</summary>
public static class DiskImage
{
    /// <summary>The disk inside a QCOW2 image, known by its magic unless the format is given; every other file is a raw disk.</summary>
    public static Source Open(string path, OpenOptions? options = null)
    {
        options ??= new();
        return new ImageChain(options).Open(path, options.Format);
    }

    /// <summary>"qcow2" or "raw", as the first bytes tell; nothing else of the image is looked at.</summary>
    public static string FormatOf(string path)
    {
        using var file = FileSource.Open(path);
        return IsQcow2(file) ? "qcow2" : "raw";
    }

    /// <summary>What the format says that was given, or else the magic.</summary>
    internal static bool IsQcow2(Source file, string? format) => format switch
    {
        null => IsQcow2(file),
        "qcow2" => true,
        "raw" => false,
        _ => throw new ArgumentException($"the format is raw or qcow2, not {format}"),
    };

    internal static bool IsQcow2(Source file)
    {
        if (file.Length < sizeof(uint))
            return false;

        var magic = MemoryMarshal.Read<Be32>(file.ReadBytes(0, sizeof(uint)));
        return magic == Qcow2Header.MagicQfi;
    }
}
