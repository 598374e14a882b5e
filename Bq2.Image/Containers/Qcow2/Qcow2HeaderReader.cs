using System.Runtime.InteropServices;
using System.Text;
using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>
/// Reads the first cluster of a QCOW2 image, and refuses it if damaged or not supported. Reads at most 2 MiB, whatever the
/// header says.
/// </summary>
internal static partial class Qcow2HeaderReader
{
    public static Qcow2HeaderInfo Read(Source file)
    {
        var head = ReadEvenEncrypted(file);
        var header = head.Header;
        if (head.Encryption is not null)
        {
            throw file.Bad(ImageFaults.Encrypted, $"the image is encrypted with method {header.CryptMethod}",
                FieldPlace.Of(in header, in header.CryptMethod), "decrypt it with qemu-img convert");
        }

        return head;
    }

    /// <summary>The same without the requirement that the disk in it is readable, for describing the image.</summary>
    public static Qcow2HeaderInfo ReadEvenEncrypted(Source file)
    {
        var header = ReadStruct(file);
        CheckVersion(file, header);
        var head = ReadExtensions(file, new(header), out string? unknown);
        CheckFeatures(file, head, unknown);
        CheckSizes(file, head);
        return head with { BackingName = ReadBackingName(file, header) };
    }

    /// <summary>The fields of the image's version; the others are zero, which is their default.</summary>
    private static Qcow2Header ReadStruct(Source file)
    {
        if (file.Length < Qcow2Header.Version2Size)
        {
            throw file.Bad(ImageFaults.NotQcow2,
                $"the file has {file.Length} bytes, too few for a QCOW2 header of {Qcow2Header.Version2Size}");
        }

        Span<byte> bytes = new byte[Qcow2Header.Size];
        file.ReadAt(0, bytes[..(int)Math.Min(file.Length, bytes.Length)]);
        var header = MemoryMarshal.Read<Qcow2Header>(bytes);
        int length = header.Version < 3 ? Qcow2Header.Version2Size
            : (int)Math.Clamp(header.HeaderLength, Qcow2Header.Version3Size, (uint)bytes.Length);
        bytes[length..].Clear();
        return MemoryMarshal.Read<Qcow2Header>(bytes);
    }

    private static string? ReadBackingName(Source file, Qcow2Header header)
    {
        ulong offset = header.BackingFileOffset;
        uint length = header.BackingFileSize;
        if (offset == 0)
            return null;
        if (length > Qcow2Limits.MaxBackingName)
        {
            throw file.Bad(ImageFaults.BackingName,
                $"the backing file's name has {length:N0} bytes; the limit is {Qcow2Limits.MaxBackingName:N0}",
                FieldPlace.Of(in header, in header.BackingFileSize));
        }

        ulong end = Math.Min(1UL << (int)(uint)header.ClusterBits, (ulong)file.Length);
        if (offset > end || length > end - offset)
        {
            throw file.Bad(ImageFaults.BackingName, $"the backing file's name is at {offset:N0}, outside the first cluster",
                FieldPlace.Of(in header, in header.BackingFileOffset));
        }

        return length == 0 ? null : Text(file.ReadBytes((long)offset, (int)length));
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);
}
