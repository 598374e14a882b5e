using System.Text;
using Bq2.Efi.Binary;
using Bq2.Efi.Files;
using Microsoft.Win32.SafeHandles;

namespace Bq2.Image;

/// <summary>Makes an empty image over a backing file.</summary>
public static class Qcow2Overlay
{
    private const int MaxName = 1023;

    /// <summary>
    /// Writes the image. The backing file is named in it as given, relative to the new image's folder, and always with its format, so
    /// that nobody has to guess it.
    /// </summary>
    public static Qcow2Summary Write(string path, long length, string backingName, DiskFormat backingFormat, Qcow2Options? options = null)
    {
        options ??= new();
        if (options.Preallocation != Preallocation.Off)
        {
            throw Failure.Of(ImageFaults.PreallocationImpossible,
                $"an image with a backing file has no clusters of its own to preallocate", path);
        }

        using var file = NewFile.At(path);
        var summary = Qcow2Image.Write(file.Handle, new Regions(length), options);
        NameBacking(file.Handle, path, Encoding.UTF8.GetBytes(backingName), Encoding.UTF8.GetBytes(backingFormat.Name()), options);
        file.Keep();
        return summary;
    }

    /// <summary>The path of a backing file named in an image; null if the name is not a file name.</summary>
    public static string? PathOf(string image, string backingName) => ImageChain.PathBeside(image, backingName);

    private static void NameBacking(SafeFileHandle file, string path, byte[] name, byte[] format, Qcow2Options options)
    {
        int header = options.Version == 2 ? Qcow2Header.Version2Size : Qcow2Header.Size;
        var extensions = new byte[Qcow2Extension.Size + Align.Up(format.Length, 8) + Qcow2Extension.Size];
        extensions.AsSpan().WriteAt(0, new Qcow2Extension { Type = Qcow2Extension.BackingFormat, Length = (uint)format.Length });
        format.CopyTo(extensions, Qcow2Extension.Size);

        int place = header + extensions.Length;
        if (name.Length is 0 or > MaxName || place + name.Length > options.ClusterSize)
        {
            int room = Math.Min(MaxName, options.ClusterSize - place);
            throw Failure.Of(ImageFaults.BackingName, $"the backing file's name has {name.Length} bytes; it may have 1 to {room}", path,
                "give a shorter name, such as one relative to the image's folder");
        }

        RandomAccess.Write(file, [.. extensions, .. name], header);
        RandomAccess.Write(file, [.. StructBytes.ToBytes((Be64)(ulong)place), .. StructBytes.ToBytes((Be32)(uint)name.Length)], 8);
    }
}
