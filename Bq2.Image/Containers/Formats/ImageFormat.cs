using System.Runtime.InteropServices;
using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>Detects the format of an image from its first and last bytes.</summary>
internal static class ImageFormat
{
    /// <summary>"qcow2", "raw", or the name of a format that is not supported.</summary>
    public static string Of(Source file) => HasMagic(file) ? "qcow2" : ForeignFile.Find(file)?.Name ?? "raw";

    /// <summary>The given format, or else the detected one. Anything that is neither QCOW2 nor a raw disk is refused.</summary>
    public static bool IsQcow2(Source file, DiskFormat? format)
    {
        if (format is null && ForeignFile.Find(file) is { } foreign)
            throw ForeignFile.Refusal(file, foreign);
        return format is { } given ? given == DiskFormat.Qcow2 : HasMagic(file);
    }

    // Version 1 has the same magic, but is a different format.
    public static bool HasMagic(Source file)
    {
        const ulong firstVersion = (ulong)Qcow2Header.MagicQfi << 32 | 1;
        return file.Length >= sizeof(uint)
            && MemoryMarshal.Read<Be32>(file.ReadBytes(0, sizeof(uint))) == Qcow2Header.MagicQfi
            && (file.Length < sizeof(ulong) || MemoryMarshal.Read<Be64>(file.ReadBytes(0, sizeof(ulong))) != firstVersion);
    }
}
