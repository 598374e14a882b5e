using Bq2.Efi;
using Bq2.Efi.Coff;
using Bq2.Efi.Link;
using Bq2.Efi.Link.Resolution;
using Bq2.Efi.Pe;
using Bq2.Tests.Efi.Pe;

namespace Bq2.Tests.Efi.Link;

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

    [Fact]
    public void AnUndefinedSymbolIsNamedWithThoseWhoWantIt()
    {
        var builder = new CoffBuilder(Machine.X64);
        short text = builder.Section(".managedcode$I", SampleObject.Code, new byte[64]);
        builder.Symbol("EfiMain", text);
        builder.Symbol("Loader__ReadEntry", text, 32);
        uint missing = builder.Symbol("RhpNewFast");
        for (uint i = 0; i < 5; i++)
            builder.Relocation(text, 4 + 12 * i, (ushort)Amd64Relocation.Rel32, missing);

        var fault = Assert.Single(Faults(builder));

        Assert.Equal("LNK008", fault.Code);
        Assert.Equal("undefined symbol RhpNewFast, wanted by EfiMain+0x4, EfiMain+0x10, EfiMain+0x1c and 2 more", fault.Message);
        Assert.Equal("a.obj", fault.Path);
        Assert.NotNull(fault.Hint);
    }

    [Fact]
    public void ASymbolThatNothingUsesMayStayUndefined()
    {
        var builder = new CoffBuilder(Machine.X64);
        builder.Symbol("EfiMain", builder.Section(".text", SampleObject.Code, [0xc3]));
        builder.Symbol("NobodyCalls");

        Assert.NotNull(Link(builder).Image);
    }

    [Fact]
    public void ADoubleDefinitionNamesBothPlaces()
    {
        var link = EfiLinker.Link([SampleObject.Read(Machine.X64), CoffObject.Read("b.obj", SampleObject.Make(Machine.X64))]);

        Assert.Contains(
            link.Faults,
            f => f.Code == "LNK006" && f.Path == "b.obj" && f.Message == "EfiMain is defined here and in sample.obj");
        Assert.Null(link.Image);
    }

    [Fact]
    public void AMissingEntryIsAFault()
    {
        var link = EfiLinker.Link([SampleObject.Read(Machine.X64)], new() { Entry = "efi_main" });

        Assert.Equal("LNK007", Assert.Single(link.Faults).Code);
    }

    [Fact]
    public void ObjectsOfTwoMachinesDoNotMix()
    {
        var link = EfiLinker.Link([SampleObject.Read(Machine.X64), SampleObject.Read(Machine.Arm64)]);

        Assert.Equal("this object is for aarch64, sample.obj is for x86_64", Assert.Single(link.Faults).Message);
    }

    [Fact]
    public void LinkingNoObjectsIsAFault() => Assert.Equal("LNK001", Assert.Single(EfiLinker.Link([]).Faults).Code);

    [Fact]
    public void CodeThatCouldBeWrittenIsRefused()
    {
        var builder = new CoffBuilder(Machine.X64);
        builder.Symbol("EfiMain", builder.Section(".text", SampleObject.Code | SectionTraits.Write, [0xc3]));

        Assert.Equal("LNK009", Assert.Single(Faults(builder)).Code);
    }

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

    [Needs("llvm-mc")]
    [InlineData("discard", ".quad 1", ".quad 2", 8, 1)]
    [InlineData("same_size", ".quad 1", ".quad 2", 8, 1)]
    [InlineData("same_contents", ".quad 1", ".quad 1", 8, 1)]
    [InlineData("largest", ".quad 1", ".quad 2, 3", 16, 2)]
    [InlineData("largest", ".quad 1, 4", ".quad 2", 16, 1)]
    public void ComdatRulesChooseTheKeptSection(string rule, string first, string second, int length, byte content)
    {
        var link = EfiLinker.Link([Comdat("a.obj", "EfiMain", rule, first), Comdat("b.obj", "Other", rule, second)], new()
        {
            Collect = false,
        });
        var image = PeImage.Read("a.efi", link.Image);

        Assert.Equal(length, (int)image.Sections[1].VirtualSize);
        Assert.Equal(content, image.Data(1)[0]);
    }

    [Needs("llvm-mc")]
    [InlineData("same_size", ".quad 1", ".quad 1, 2", "LNK017")]
    [InlineData("same_contents", ".quad 1", ".quad 2", "LNK017")]
    [InlineData("one_only", ".quad 1", ".quad 1", "LNK006")]
    [InlineData("newest", ".quad 1", ".quad 1", "LNK003")]
    public void ComdatsThatBreakTheirRuleAreAFault(string rule, string first, string second, string code)
    {
        var link = EfiLinker.Link([Comdat("a.obj", "EfiMain", rule, first), Comdat("b.obj", "Other", rule, second)]);

        Assert.Contains(code, link.Faults.Select(fault => fault.Code));
    }

    [Needs("llvm-mc")]
    [InlineData(true)]
    [InlineData(false)]
    public void AnAssociativeSectionGoesWithItsParent(bool collect)
    {
        const string Parts = """
            .text
            .globl EfiMain
            EfiMain: ret
            .section .rdata,"dr",one_only,parent
            .globl parent
            parent: .quad 1
            .section .rdata$more,"dr",associative,parent
            .quad 2
            """;
        using var temp = new TempFolder();
        var link = EfiLinker.Link([Assembler.Assemble(temp, "a.obj", Machine.X64, Parts)], new() { Collect = collect });

        // Nobody refers to the parent: with it goes the child.
        Assert.Equal(collect ? 2 : 3, (int)PeImage.Read("a.efi", link.Image).FileHeader.SectionCount);
    }

    [Theory]
    [InlineData("/include:nobody", "nobody")]
    [InlineData("\0/include:nobody\0\0", "nobody")]
    [InlineData("\"/include:no\0body\"", "no")]           // no name has a NUL in it
    [InlineData("/include:", "")]
    public void ADirectiveThatIncludesInVainIsAFaultOfItsObject(string words, string name)
    {
        var builder = new CoffBuilder(Machine.X64);
        builder.Symbol("EfiMain", builder.Section(".text", SampleObject.Code, [0xc3]));
        builder.Section(".drectve", SectionTraits.LinkInfo, System.Text.Encoding.ASCII.GetBytes(words));

        var fault = Assert.Single(Faults(builder));

        Assert.Equal(("a.obj", $"undefined symbol {name}, which the object asks to be included"), (fault.Path, fault.Message));
    }

    [Theory]
    [InlineData(24u, 40u, 40)]
    [InlineData(40u, 24u, 40)]
    [InlineData(8u, 8u, 8)]
    public void CommonSymbolsGetTheMostThatAnyoneAskedFor(uint first, uint second, int expected)
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

    private static CoffObject Comdat(string path, string function, string rule, string content)
    {
        string assembly = $"""
            .text
            .globl {function}
            {function}: ret
            .section .rdata,"dr",{rule},shared
            .globl shared
            shared: {content}
            """;
        using var temp = new TempFolder();
        return CoffObject.Read(path, File.ReadAllBytes(Assembler.Assemble(temp, path, Machine.X64, assembly).Path));
    }

    private static PeImage Image(CoffObject one) => PeImage.Read("a.efi", EfiLinker.Link([one]).Image);

    private static LinkResult Link(CoffBuilder builder) => EfiLinker.Link([CoffObject.Read("a.obj", builder.ToBytes())]);

    private static IReadOnlyList<Fault> Faults(CoffBuilder builder) => Link(builder).Faults;
}
