using System.Runtime.InteropServices;
using System.Text;
using Bq2.Efi.Boot;
using Bq2.Efi.Pe;

namespace Bq2.Tests.Shared;

public sealed class UkiTests
{
    [Theory]
    [InlineData("PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nNAME=Debian\nID=debian\nVERSION_ID='12'\n",
        "Debian GNU/Linux 12 (bookworm)", "12", "debian")]
    [InlineData("ID=arch\nBUILD_ID=rolling", "arch", "rolling", "arch")]
    [InlineData("IMAGE_ID=img\r\nIMAGE_VERSION=3\r\nID=x\r\nVERSION=\"2 (two)\"\0\0", "img", "3", "img")]
    [InlineData(" NAME = x\nNAMES=y\n#NAME=z\nNAME=\"q", "\"q", "", "")]
    [InlineData("", "", "", "")]
    public void OsReleaseSaysWhatItIs(string text, string title, string version, string sortKey)
    {
        var system = new OsRelease(Encoding.UTF8.GetBytes(text));

        Assert.Equal(title, Encoding.UTF8.GetString(system.Title));
        Assert.Equal(version, Encoding.UTF8.GetString(system.Version));
        Assert.Equal(sortKey, Encoding.UTF8.GetString(system.SortKey));
    }

    [Fact]
    public void AnImageBecomesAnEntry()
    {
        var writer = new Utf8Writer(new byte[1000]);
        EntryText.WriteUki(
            new("PRETTY_NAME=\"A\tB\"\nID=a\nVERSION_ID=1"u8), "root=x\nlinux /no rw\0\n"u8, "\\EFI\\Linux\\a b.efi"u8, ref writer);
        var entry = new BootEntry(writer.Written);

        Assert.Equal("A B"u8, entry.Title);
        Assert.Equal("1"u8, entry.Version);
        Assert.Equal("a"u8, entry.SortKey);
        Assert.Equal("\\EFI\\Linux\\a b.efi"u8, entry.Program);
        Assert.True(entry.Linux.IsEmpty);
        var options = entry.Options;
        Assert.True(options.MoveNext());
        Assert.Equal("root=x linux /no rw"u8, options.Current);
    }

    [Fact]
    public void ASectionIsFoundByItsName()
    {
        var sections = new PeSections(Image((".text", 0x400, 0x200, 0x180), (".osrel", 0x600, 0x200, 10), (".initrd", 0x800, 5000, 0)));

        Assert.True(sections.TryFind(".osrel"u8, out var section));
        Assert.Equal((0x600u, 10u), (section.PointerToRawData, section.SizeOfRawData));
        Assert.True(sections.TryFind(".initrd"u8, out section));
        Assert.Equal(5000u, section.SizeOfRawData);
        Assert.False(sections.TryFind(".os"u8, out _));
        Assert.Equal(0x800ul + 5000, sections.End);
    }

    /// <summary>Cut off or spoiled anywhere, it is an image with other sections, or none.</summary>
    [Fact, Trait(Fuzzing.Category, Fuzzing.Fuzz)]
    public void NoImageIsTooStrange()
    {
        var random = Fuzzing.Random(5);
        byte[] image = Image((".text", 0x400, 0x200, 0x180), (".osrel", 0x600, 0x200, 10));
        for (int i = 0; i < 5000; i++)
        {
            var sections = new PeSections(Fuzzing.Spoil(image, random));
            sections.TryFind(".osrel"u8, out _);
            Assert.True(sections.End <= 2L * uint.MaxValue);
        }
    }

    private static byte[] Image(params (string Name, uint Offset, uint Size, uint VirtualSize)[] sections)
    {
        const int Table = 64 + 4 + CoffHeader.Size + OptionalHeader64.Size;
        var bytes = new byte[Table + sections.Length * SectionHeader.Size];
        var span = bytes.AsSpan();
        MemoryMarshal.Write(span, new DosHeader { Magic = DosHeader.MagicMz, PeOffset = 64 });
        MemoryMarshal.Write(span[64..], CoffHeader.PeSignature);
        MemoryMarshal.Write(span[68..], new CoffHeader
        {
            Machine = Machine.X64,
            SectionCount = (ushort)sections.Length,
            OptionalHeaderSize = OptionalHeader64.Size,
        });
        MemoryMarshal.Write(span[(68 + CoffHeader.Size)..], new OptionalHeader64
        {
            Magic = OptionalHeader64.MagicPe32Plus,
            Subsystem = Subsystem.EfiApplication,
        });
        for (int i = 0; i < sections.Length; i++)
        {
            var name = new byte[8];
            Encoding.ASCII.GetBytes(sections[i].Name).CopyTo(name, 0);
            MemoryMarshal.Write(span[(Table + i * SectionHeader.Size)..], new SectionHeader
            {
                Name = BitConverter.ToUInt64(name),
                PointerToRawData = sections[i].Offset,
                SizeOfRawData = sections[i].Size,
                VirtualSize = sections[i].VirtualSize,
            });
        }

        return bytes;
    }
}
