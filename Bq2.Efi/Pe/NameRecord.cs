using System.Text;
using Bq2.Efi.Binary;

namespace Bq2.Efi.Pe;

/// <summary>A debug directory of one row, CodeView, by which firmware and debuggers know an image's name and build.</summary>
internal static class NameRecord
{
    public const uint Alignment = 4;
    public const int MaxNameLength = 255;

    /// <summary>Whether an image can be called so: a file's name, not a path of the machine that it was made on.</summary>
    public static bool IsName(string name) =>
        name.Length > 0 && Encoding.UTF8.GetByteCount(name) <= MaxNameLength && !name.Any(c => c is '/' or '\\' || char.IsControl(c));

    public static uint LengthOf(string name) =>
        (uint)(DebugDirectoryEntry.Size + CodeViewHeader.Size + Encoding.UTF8.GetByteCount(name) + 1);

    /// <summary>Writes the record into an image that is else finished, with an id made of the image's bytes.</summary>
    public static void Write(byte[] image, uint address, uint fileOffset, string name)
    {
        var bytes = image.AsSpan();
        bytes.WriteAt((int)fileOffset, new DebugDirectoryEntry
        {
            Kind = DebugKind.CodeView,
            SizeOfData = LengthOf(name) - DebugDirectoryEntry.Size,
            Address = address + DebugDirectoryEntry.Size,
            FileOffset = fileOffset + DebugDirectoryEntry.Size,
        });
        int at = (int)fileOffset + DebugDirectoryEntry.Size;
        var header = new CodeViewHeader { Magic = CodeViewHeader.MagicRsds, Age = 1 };
        bytes.WriteAt(at, header);
        Encoding.UTF8.GetBytes(name, bytes[(at + CodeViewHeader.Size)..]);
        bytes.WriteAt(at, header with { Id = BuildId.Of(image) });
    }
}
