using System.Security.Cryptography;
using System.Text;
using Bq2.Efi.Binary;

namespace Bq2.Efi.Pe;

/// <summary>A debug directory of one row, CodeView, by which firmware and debuggers know an image's name and build.</summary>
internal static class NameRecord
{
    public const uint Alignment = 4;
    public const int GreatestName = 255;

    /// <summary>Whether an image can be called so: a file's name, not a path of the machine that it was made on.</summary>
    public static bool IsName(string name) =>
        name.Length > 0 && Encoding.UTF8.GetByteCount(name) <= GreatestName && !name.Any(c => c is '/' or '\\' || char.IsControl(c));

    public static uint LengthOf(string name) =>
        (uint)(DebugDirectoryEntry.Size + CodeViewHeader.Size + Encoding.UTF8.GetByteCount(name) + 1);

    /// <summary>Writes the record into an image that is else finished: the id is what SHA-256 says of it.</summary>
    public static void Write(Span<byte> image, uint address, uint fileOffset, string name)
    {
        image.WriteAt((int)fileOffset, new DebugDirectoryEntry
        {
            Kind = DebugKind.CodeView,
            SizeOfData = LengthOf(name) - DebugDirectoryEntry.Size,
            Address = address + DebugDirectoryEntry.Size,
            FileOffset = fileOffset + DebugDirectoryEntry.Size,
        });
        int at = (int)fileOffset + DebugDirectoryEntry.Size;
        var header = new CodeViewHeader { Magic = CodeViewHeader.MagicRsds, Age = 1 };
        image.WriteAt(at, header);
        Encoding.UTF8.GetBytes(name, image[(at + CodeViewHeader.Size)..]);

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(image, hash);
        header.Id = new Guid(hash[..16]);
        image.WriteAt(at, header);
    }
}
