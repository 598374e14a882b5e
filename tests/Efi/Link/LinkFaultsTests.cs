using Bq2.Efi;
using Bq2.Efi.Coff;
using Bq2.Efi.Link;
using Bq2.Efi.Pe;

namespace Bq2.Tests.Efi.Link;

/// <summary>What the linker refuses: symbols that are missing or defined twice, objects that do not go together.</summary>
public sealed class LinkFaultsTests
{
    [Fact]
    public void AnUndefinedSymbolIsNamedWithItsUsers()
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
    public void WritableCodeIsRefused()
    {
        var builder = new CoffBuilder(Machine.X64);
        builder.Symbol("EfiMain", builder.Section(".text", SampleObject.Code | SectionTraits.Write, [0xc3]));

        Assert.Equal("LNK009", Assert.Single(Faults(builder)).Code);
    }

    [Theory]
    [InlineData("/include:nobody", "nobody")]
    [InlineData("\0/include:nobody\0\0", "nobody")]
    [InlineData("\"/include:no\0body\"", "no")]           // no name has a NUL in it
    [InlineData("/include:", "")]
    public void AnIncludeDirectiveForAnUndefinedSymbolIsAFault(string words, string name)
    {
        var builder = new CoffBuilder(Machine.X64);
        builder.Symbol("EfiMain", builder.Section(".text", SampleObject.Code, [0xc3]));
        builder.Section(".drectve", SectionTraits.LinkInfo, System.Text.Encoding.ASCII.GetBytes(words));

        var fault = Assert.Single(Faults(builder));

        Assert.Equal(("a.obj", $"undefined symbol {name}, which the object asks to be included"), (fault.Path, fault.Message));
    }

    private static LinkResult Link(CoffBuilder builder) => EfiLinker.Link([CoffObject.Read("a.obj", builder.ToBytes())]);

    private static IReadOnlyList<Fault> Faults(CoffBuilder builder) => Link(builder).Faults;
}
