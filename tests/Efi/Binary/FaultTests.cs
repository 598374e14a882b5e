using Bq2.Efi;
using Bq2.Image;

namespace Bq2.Tests.Efi.Binary;

public sealed class FaultTests
{
    [Fact]
    public void AFaultWithoutAPlaceIsCodeMessageAndHint()
    {
        var fault = new Fault(VolumeFaults.VolumeTooSmall, "10,000,000 bytes is too small for FAT32")
        {
            Hint = "make the partition 34 MiB or larger",
        };

        Assert.Equal(
            """
            FAT001: 10,000,000 bytes is too small for FAT32
              try: make the partition 34 MiB or larger
            """, fault.Show());
    }

    [Fact]
    public void CaretsStandUnderTheGuiltyBytes()
    {
        byte[] sector = [0xeb, 0x58, 0x90, .. "bq2.img "u8, 0x00, 0x03, 0x01, 0x20, 0x00, 0x02];
        var fault = new Fault(VolumeFaults.FatName, "bytes per sector is 768, not a power of two") { Path = "esp.img" }.Showing(
            sector, 0xb, 2);

        Assert.Equal(
            """
            esp.img+0xb: FAT003: bytes per sector is 768, not a power of two
              00000000  eb 58 90 62 71 32 2e 69 6d 67 20 00 03 01 20 00
                                                         ^^ ^^
            """, fault.Show());
    }

    [Theory]
    [InlineData(16, 4, 1)]    // the row holds one byte only
    [InlineData(15, 4, 1)]    // the guilty ones run over the row's end
    [InlineData(0, 16, 16)]
    public void CaretsStayInsideTheRow(int offset, int count, int carets)
    {
        var excerpt = Excerpt.Of(new byte[17], 0, offset, count);

        Assert.Equal(carets, excerpt!.Count);
    }

    [Fact]
    public void BytesThatAreNotAtHandAreNotShown() => Assert.Null(Excerpt.Of(new byte[17], 0, 17, 1));
}
