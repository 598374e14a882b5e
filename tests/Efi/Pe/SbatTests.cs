using System.Text;
using Bq2.Efi.Link;
using Bq2.Efi.Pe;

namespace Bq2.Tests.Efi.Pe;

public sealed class SbatTests
{
    private const string First = "sbat,1,SBAT Version,sbat,1,https://github.com/rhboot/shim/blob/main/SBAT.md\n";

    [Theory]
    [InlineData(First)]
    [InlineData(First + "bq2,1,Bq2,bq2,0.1,https://example.org")]
    [InlineData(First + "\r\nbq2,12,Bq2,bq2,0.1,https://example.org\r\n\0\0\0")]
    public void SoundRowsAreTaken(string rows) => Assert.Empty(Sbat.Check(Encoding.UTF8.GetBytes(rows)));

    [Theory]
    [InlineData("", "SBAT001", "there are no rows", 0)]
    [InlineData("\r\n\n\0", "SBAT001", "there are no rows", 0)]
    [InlineData(First + "bq2,1,Bq2,bq2,0.1\n", "SBAT002",
        "row 2 has 5 columns, expected 6: component, generation, vendor, package, version, address", 76)]
    [InlineData(First + "bq2,1,Bq2,bq2,0.1,a,b\n", "SBAT010",
        "row 2 has 7 columns, expected 6: component, generation, vendor, package, version, address", 76)]
    [InlineData(First + "bq2,1,Bq\u00e92,bq2,0.1,a\n", "SBAT003",
        "row 2, column 3: the vendor holds the byte 0xc3, expected printable ASCII", 82)]
    [InlineData(First + "bq2,1,Bq2,,0.1,a\n", "SBAT004", "row 2, column 4: the package is empty", 86)]
    [InlineData(First + "bq2,0,Bq2,bq2,0.1,a\n", "SBAT005", "row 2, column 2: the generation is '0', expected a whole number from 1 on",
        80)]
    [InlineData(First + "bq2,x1,Bq2,bq2,0.1,a\n", "SBAT005", "row 2, column 2: the generation is 'x1', expected a whole number from 1 on",
        80)]
    [InlineData("bq2,1,Bq2,bq2,0.1,a\n", "SBAT006", "row 1, column 1: the component is 'bq2', expected 'sbat' in the first row", 0)]
    public void WrongOnesAreNamedByRowAndColumn(string rows, string code, string message, long offset)
    {
        var fault = Assert.Single(Sbat.Check(Encoding.UTF8.GetBytes(rows)));

        Assert.Equal((code, message, offset), (fault.Code, fault.Message, fault.Offset));
    }

    [Theory]
    [InlineData("shim", "/usr/lib/shim/shimx64.efi")]
    [InlineData("systemd-boot", "/usr/lib/systemd/boot/efi/systemd-bootx64.efi")]
    public void TheRowsOfOthersAreTaken(string _, string path)
    {
        Assert.SkipUnless(File.Exists(path) || Environment.GetEnvironmentVariable("CI") == "true", $"{path} is not installed");
        var image = PeImage.Read(path);
        int section = Enumerable.Range(0, image.FileHeader.SectionCount).Single(i => image.SectionName(i) == Sbat.SectionName);

        Assert.Empty(Sbat.Check(image.Data(section)[..(int)image.Sections[section].VirtualSize]));
    }

    [Fact]
    public void AnImageCarriesWhatItIsGiven()
    {
        byte[] sbat = Encoding.UTF8.GetBytes(First), sbom = [0xd8, 0x05, 0x00];
        var image = PeImage.Read("a.efi", EfiLinker.Link([SampleObject.Read(Machine.Arm64)], new() { Sbat = sbat, Sbom = sbom }).Image);

        Assert.Equal(
            [".text", ".rdata", ".data", ".sbat", ".sbom", ".reloc"],
            Enumerable.Range(0, image.FileHeader.SectionCount).Select(image.SectionName));
        Assert.Equal(sbat, image.Data(3)[..(int)image.Sections[3].VirtualSize].ToArray());
        Assert.Equal(sbom, image.Data(4)[..(int)image.Sections[4].VirtualSize].ToArray());
        Assert.Empty(EfiRules.Judge(image));
    }

    [Fact]
    public void AnImageWithWrongRowsIsNotMade()
    {
        var link = EfiLinker.Link([SampleObject.Read(Machine.X64)], new() { Sbat = "sbat,1\n"u8.ToArray() });

        Assert.Null(link.Image);
        Assert.Equal("SBAT002", Assert.Single(link.Faults).Code);
    }

    [Fact]
    public void OneImageHasOneSectionOfRows()
    {
        var builder = new Bq2.Efi.Coff.CoffBuilder(Machine.X64);
        builder.Symbol("EfiMain", builder.Section(".text", SampleObject.Code, [0xc3]));
        builder.Section(Sbat.SectionName, SampleObject.Constants, Encoding.UTF8.GetBytes(First));
        var withRows = Bq2.Efi.Coff.CoffObject.Read("rows.obj", builder.ToBytes());

        Assert.Empty(EfiLinker.Link([withRows]).Faults);
        var fault = Assert.Single(EfiLinker.Link([withRows], new() { Sbat = Encoding.UTF8.GetBytes(First) }).Faults);
        Assert.Equal(("LNK031", "rows.obj"), (fault.Code, fault.Path));
    }
}
