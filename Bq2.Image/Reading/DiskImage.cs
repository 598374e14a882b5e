using System.Runtime.InteropServices;
using Bq2.Efi.Binary;
using Bq2.Efi.Files;

namespace Bq2.Image;

/// <summary>Opens a disk image for reading, whatever its container.</summary>
public static class DiskImage
{
    /// <summary>
    /// The disk inside a QCOW2 image, known by its magic unless the format is given. Every other file is a raw disk, except those
    /// that by their own magic are something else: they are refused, unless the format is given.
    /// </summary>
    public static Source Open(string path, OpenOptions? options = null)
    {
        options ??= new();
        return new ImageChain(options).Open(path, options.Format);
    }

    /// <summary>The same of a file that is open, and stays so: closing the image does not close it.</summary>
    public static Source Open(NamedFile file, OpenOptions? options = null)
    {
        options ??= new();
        return new ImageChain(options).Open(file, options.Format);
    }

    /// <summary>
    /// "qcow2" or "raw", as the first bytes tell, or the name of another format that is not supported; nothing else of the image is looked at.
    /// </summary>
    public static string FormatOf(string path)
    {
        using var file = FileSource.Open(path);
        return FormatOf(file);
    }

    /// <summary>What the format says that was given, or else the magic; what is neither QCOW2 nor a raw disk is refused.</summary>
    internal static bool IsQcow2(Source file, string? format)
    {
        if (format is not (null or "raw" or "qcow2"))
            throw new ArgumentException($"the format is raw or qcow2, not {format}");
        if (format is null && ForeignFile.Find(file) is { } foreign)
            throw ForeignFile.Refusal(file, foreign);
        return (format ?? FormatOf(file)) == "qcow2";
    }

    internal static string FormatOf(Source file) => HasMagic(file) ? "qcow2" : ForeignFile.Find(file)?.Name ?? "raw";

    // The first version has the same magic, and is another format.
    internal static bool HasMagic(Source file)
    {
        const ulong firstVersion = (ulong)Qcow2Header.MagicQfi << 32 | 1;
        return file.Length >= sizeof(uint)
            && MemoryMarshal.Read<Be32>(file.ReadBytes(0, sizeof(uint))) == Qcow2Header.MagicQfi
            && (file.Length < sizeof(ulong) || MemoryMarshal.Read<Be64>(file.ReadBytes(0, sizeof(ulong))) != firstVersion);
    }
}
