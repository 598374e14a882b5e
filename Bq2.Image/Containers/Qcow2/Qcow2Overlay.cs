using System.Text;
using Bq2.Efi.Binary;
using Bq2.Efi.Files;
using Microsoft.Win32.SafeHandles;

namespace Bq2.Image;

/// <summary>Makes an empty image over a backing file.</summary>
public static class Qcow2Overlay
{
    /// <summary>
    /// Writes the image. The backing file is named in it as given, relative to the new image's folder, and always with its format, so
    /// that nobody has to guess it.
    /// </summary>
    public static Qcow2Summary Write(string path, long length, string backingName, DiskFormat backingFormat, Qcow2Options? options = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(backingName);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        options ??= new();
        if (options.Preallocation != Preallocation.Off)
        {
            throw Failure.Of(ImageFaults.PreallocationImpossible,
                $"an image with a backing file has no clusters of its own to preallocate", path);
        }

        if (options.IsDataFileRaw)
        {
            throw Failure.Of(ImageFaults.DataFileImpossible,
                $"an external data file that is a raw disk contains the whole disk, so a backing file would never be read", path);
        }

        using var file = NewFile.At(path);
        using var data = Qcow2DataFile.Begin(path, options);
        var summary = Qcow2Image.Write(file.Handle, data?.Handle, new Regions(length), options, null, default);
        NameBacking(file.Handle, path, Encoding.UTF8.GetBytes(backingName), Encoding.UTF8.GetBytes(backingFormat.Name()), options);
        Qcow2DataFile.Keep(data, file.Handle, options);
        file.Keep(options.Sync);
        return summary;
    }

    /// <summary>The path of a backing file named in an image; null if the name is not a file name.</summary>
    internal static string? PathOf(string image, string backingName) => ImageChain.PathBeside(image, backingName);

    private static void NameBacking(SafeFileHandle file, string path, byte[] name, byte[] format, Qcow2Options options)
    {
        int header = options.Version == 2 ? Qcow2Header.Version2Size : Qcow2Header.Size;
        var first = new byte[Qcow2Extension.Size + Align.Up(format.Length, 8)];
        first.AsSpan().WriteAt(0, new Qcow2Extension { Type = Qcow2Extension.BackingFormat, Length = (uint)format.Length });
        format.CopyTo(first, Qcow2Extension.Size);
        byte[] extensions = [.. first, .. Qcow2Metadata.Extensions(options), .. new byte[Qcow2Extension.Size]];

        int place = header + extensions.Length;
        if (name.Length is 0 or > Qcow2Limits.MaxBackingName || place + name.Length > options.ClusterSize)
        {
            int room = Math.Min(Qcow2Limits.MaxBackingName, options.ClusterSize - place);
            throw Failure.Of(ImageFaults.BackingName, $"the backing file's name has {name.Length} bytes; it may have 1 to {room}", path,
                "give a shorter name, such as one relative to the image's folder");
        }

        RandomAccess.Write(file, [.. extensions, .. name], header);
        RandomAccess.Write(file,
            [.. StructBytes.ToBytes((Be64)(ulong)place), .. StructBytes.ToBytes((Be32)(uint)name.Length)], Qcow2Header.NameFields);
    }
}
