using System.Buffers.Binary;
using Bq2.Efi.Pe;

namespace Bq2.Tests.Efi.Pe;

/// <summary>PE files that others made: of the packages installed here, of the guests' kernels, and out of firmware.</summary>
internal static class PeFiles
{
    private static readonly string[] s_folders = ["/usr/share", "/usr/lib", "/usr/libexec", "/boot"];

    private static readonly EnumerationOptions s_everything = new()
    {
        RecurseSubdirectories = true,
        AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.Device,
        IgnoreInaccessible = true,
    };

    /// <summary>All that begin as PE files do, of whatever machine and width.</summary>
    public static IEnumerable<string> Installed() => s_folders.Where(Directory.Exists)
        .Append(Path.Combine(Repository.Root, "artifacts/guest"))
        .SelectMany(folder => Directory.EnumerateFiles(folder, "*", s_everything))
        .AsParallel()
        .Where(BeginsAsPe)
        .Order(StringComparer.Ordinal);

    public static bool IsPe32Plus(ReadOnlySpan<byte> file) =>
        file.Length > DosHeader.Size && BinaryPrimitives.ReadUInt32LittleEndian(file[60..]) is var at && at < file.Length - 26
        && file.Slice((int)at, 4).SequenceEqual("PE\0\0"u8)
            && BinaryPrimitives.ReadUInt16LittleEndian(file[((int)at + 24)..]) == OptionalHeader64.MagicPe32Plus;

    /// <summary>
    /// The modules of a firmware volume: its main part is packed by LZMA, and in it each section has its length, 24 bits
    /// wide, and its kind before it.
    /// </summary>
    public static IEnumerable<byte[]> InFirmware(string path)
    {
        byte[] volume = Unpack(path);
        for (int at = 4; at < volume.Length - DosHeader.Size; at += 4)
        {
            const byte pe32Section = 0x10;
            int length = volume[at - 4] | volume[at - 3] << 8 | volume[at - 2] << 16;
            if (volume[at] == 'M' && volume[at + 1] == 'Z' && volume[at - 1] == pe32Section && length > DosHeader.Size
                && at - 4 + length <= volume.Length)
                yield return volume[at..(at - 4 + length)];
        }
    }

    // A section that is packed has its length, its kind, the packer's GUID, and where its data begin, counted from the length on.
    private static byte[] Unpack(string path)
    {
        ReadOnlySpan<byte> file = File.ReadAllBytes(path);
        const byte guidedSection = 2, lzmaProperties = 0x5d;
        ReadOnlySpan<byte> lzma =
            [guidedSection, 0x98, 0x58, 0x4e, 0xee, 0x14, 0x39, 0x59, 0x42, 0x9d, 0x6e, 0xdc, 0x7b, 0xd7, 0x94, 0x03, 0xcf];
        int section = file.IndexOf(lzma) - 3;
        int length = file[section] | file[section + 1] << 8 | file[section + 2] << 16;
        if (length == 0xff_ffff)
            throw new InvalidDataException($"{path} has a section of more than 16 MiB");
        int data = BinaryPrimitives.ReadUInt16LittleEndian(file[(section + 3 + lzma.Length)..]);
        Assert.Equal(lzmaProperties, file[section + data]);

        using var temp = new TempFolder();
        File.WriteAllBytes(temp["volume.lzma"], file.Slice(section + data, length - data));
        RealTool.Xz.Run("--format=lzma", "--decompress", temp["volume.lzma"]).Accepts();
        return File.ReadAllBytes(temp["volume"]);
    }

    private static bool BeginsAsPe(string path)
    {
        try
        {
            using var file = File.OpenHandle(path);
            Span<byte> start = stackalloc byte[DosHeader.Size];
            return RandomAccess.Read(file, start, 0) == start.Length && start is [(byte)'M', (byte)'Z', ..]
                && HasPeHeader(file, BinaryPrimitives.ReadUInt32LittleEndian(start[60..]));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static bool HasPeHeader(Microsoft.Win32.SafeHandles.SafeFileHandle file, uint at)
    {
        Span<byte> signature = stackalloc byte[4];
        return RandomAccess.Read(file, signature, at) == signature.Length && signature.SequenceEqual("PE\0\0"u8);
    }
}
