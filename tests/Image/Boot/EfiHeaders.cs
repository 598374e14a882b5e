using System.Text;
using Bq2.Efi.Binary;
using Bq2.Efi.Pe;

namespace Bq2.Tests.Image;

/// <summary>Programs of which only the headers are any good.</summary>
internal static class EfiHeaders
{
    private const int Optional = 88;   // behind the DOS header, the signature and the file header

    public static byte[] Program(Machine machine, int length)
    {
        byte[] bytes = TestBytes.Make(length);
        bytes.AsSpan().WriteAt(0, new DosHeader { Magic = DosHeader.MagicMz, PeOffset = 64 });
        bytes.AsSpan().WriteAt(64, CoffHeader.PeSignature);
        bytes.AsSpan().WriteAt(68, new CoffHeader { Machine = machine, OptionalHeaderSize = OptionalHeader64.Size });
        bytes.AsSpan().WriteAt(Optional,
            new OptionalHeader64 { Magic = OptionalHeader64.MagicPe32Plus, Subsystem = Subsystem.EfiApplication });
        return bytes;
    }

    /// <summary>A unified kernel image as far as the boot menu looks: with a section that says which system it is.</summary>
    public static byte[] Uki(Machine machine, int length, string release = "ID=test\nPRETTY_NAME=\"Test\"\n")
    {
        byte[] bytes = Program(machine, length), text = Encoding.UTF8.GetBytes(release);
        bytes.AsSpan().WriteAt(68, new CoffHeader { Machine = machine, OptionalHeaderSize = OptionalHeader64.Size, SectionCount = 1 });
        bytes.AsSpan().WriteAt(Optional + OptionalHeader64.Size, new SectionHeader
        {
            Name = BitConverter.ToUInt64(Encoding.ASCII.GetBytes(".osrel\0\0")),
            VirtualSize = (uint)text.Length,
            PointerToRawData = 1024,
            SizeOfRawData = (uint)text.Length,
        });
        text.CopyTo(bytes.AsSpan(1024));
        return bytes;
    }
}
