using Bq2.Efi;
using Bq2.Efi.Coff;
using Bq2.Efi.Link;
using Bq2.Efi.Pe;
using Bq2.Tests.Efi.Pe;

namespace Bq2.Tests.Efi.Link;

/// <summary>What the linker makes of one good object, and what it supplies itself.</summary>
public sealed class EfiLinkerTests
{
    [Theory]
    [InlineData(Machine.X64)]
    [InlineData(Machine.Arm64)]
    public void AnImageKeepsTheRulesOfFirmware(Machine machine)
    {
        var image = Image(SampleObject.Read(machine));

        Assert.Equal(machine, image.FileHeader.Machine);
        Assert.Empty(OurImages.Faults(image));
        Assert.Equal([".text", ".rdata", ".data", ".reloc"], Enumerable.Range(0, 4).Select(image.SectionName));
    }

    [Fact]
    public void TheSameObjectsGiveTheSameBytes() =>
        Assert.Equal(Image(SampleObject.Read(Machine.X64)).Bytes, Image(SampleObject.Read(Machine.X64)).Bytes);

    [Theory]
    [InlineData(Machine.X64, new byte[] { 0x32, 0xa2, 0xdf, 0x2d, 0x99, 0x2b, 0, 0 })]
    [InlineData(Machine.Arm64, new byte[] { 0x32, 0xa2, 0xdf, 0x2d, 0x99, 0x2b, 0, 0 })]
    public void TheLinkerSuppliesTheSecurityCookie(Machine machine, byte[] cookie)
    {
        ushort address64 = machine == Machine.X64 ? (ushort)Amd64Relocation.Addr64 : (ushort)Arm64Relocation.Addr64;
        var builder = new CoffBuilder(machine);
        builder.Symbol("EfiMain", builder.Section(".text", SampleObject.Code, new byte[4]));
        short pointer = builder.Section(".rdata", SampleObject.Constants, new byte[8]);
        builder.Relocation(pointer, 0, address64, builder.Symbol("__security_cookie"));

        var image = PeImage.Read("a.efi", Link(builder).Image);
        uint address = BitConverter.ToUInt32(image.Data(1));

        Assert.Equal(cookie, image.At(address, 8).ToArray());
    }

    [Fact]
    public void AStackProbeReturnsAtOnce()
    {
        var builder = new CoffBuilder(Machine.X64);
        short text = builder.Section(".text", SampleObject.Code, [0xe8, 0, 0, 0, 0, 0xc3]);
        builder.Symbol("EfiMain", text);
        builder.Relocation(text, 1, (ushort)Amd64Relocation.Rel32, builder.Symbol("RhpStackProbe"));

        var code = PeImage.Read("a.efi", Link(builder).Image).Data(0);

        Assert.Equal(0xc3, code[5 + BitConverter.ToInt32(code[1..])]);
    }

    [Theory]
    [InlineData(24u, 40u, 40)]
    [InlineData(40u, 24u, 40)]
    [InlineData(8u, 8u, 8)]
    public void ACommonSymbolHasTheLargestRequestedSize(uint first, uint second, int expected)
    {
        var link = EfiLinker.Link([WithCommon("a.obj", "EfiMain", first), WithCommon("b.obj", "Other", second)]);
        var data = PeImage.Read("a.efi", link.Image).Sections[1];

        Assert.Equal(expected, (int)data.VirtualSize);
        Assert.Equal(0u, data.SizeOfRawData);

        static CoffObject WithCommon(string path, string function, uint length)
        {
            var builder = new CoffBuilder(Machine.X64);
            short text = builder.Section(".text", SampleObject.Code, new byte[8]);
            builder.Symbol(function, text);
            builder.Relocation(text, 0, (ushort)Amd64Relocation.Rel32, builder.Symbol("common", section: 0, value: length));
            return CoffObject.Read(path, builder.ToBytes());
        }
    }

    [Fact]
    public void BaseRelocationsAreUnique()
    {
        uint[] sorted = [0x1000, 0x1ff8, 0x2000, 0x3008, 0x3008];
        var faults = new List<Fault>();

        var read = BaseRelocations.Decode(BaseRelocations.Encode(sorted, 0x1000), faults);

        Assert.Equal([0x1000, 0x1ff8, 0x2000, 0x3008], read);
        Assert.Empty(faults);
    }

    [Fact]
    public void WithoutBaseRelocationsTheTableStillExists() =>
        Assert.Equal([0, 0x10, 0, 0, 12, 0, 0, 0, 0, 0, 0, 0], BaseRelocations.Encode([], 0x1000));

    private static PeImage Image(CoffObject one) => PeImage.Read("a.efi", EfiLinker.Link([one]).Image);

    private static LinkResult Link(CoffBuilder builder) => EfiLinker.Link([CoffObject.Read("a.obj", builder.ToBytes())]);
}
