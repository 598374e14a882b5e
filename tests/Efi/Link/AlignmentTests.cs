using Bq2.Efi.Coff;
using Bq2.Efi.Link;
using Bq2.Efi.Link.Resolution;
using Bq2.Efi.Pe;

namespace Bq2.Tests.Efi.Link;

/// <summary>Alignments that sections and directives ask for, placed as lld-link places them.</summary>
public sealed class AlignmentTests
{
    private const string Judges = "lld-link llvm-mc";

    /// <summary>A common symbol has no section header that could state an alignment: only the directive can.</summary>
    [Needs(Judges)]
    [InlineData("one,12", 4096)]
    [InlineData("\\\"one\\\",6", 64)]
    [InlineData("one,0", 8)]             // its size asks for more
    [InlineData("one,4 -aligncomm:one,8", 256)]
    [InlineData("one,8 -aligncomm:one,4", 256)]
    public void ACommonSymbolIsAlignedAsAskedFor(string directive, int alignment)
    {
        using var temp = new TempFolder();
        var program = Assembler.Assemble(temp, "a.obj", Machine.X64, $"""
            {Lld.Entry}
            .data
            .quad one
            .comm some,1,0
            .comm one,8,0
            .quad some
            .section .drectve,"yn"
            .ascii " -aligncomm:{directive} "

            """);

        var link = EfiLinker.Link([program], Lld.Options with { Map = true });

        Lld.AssertSameSections(Machine.X64, Lld.Link(temp, program.Path), link);
        Assert.Equal(0u, link.Map!.Symbols.Single(symbol => symbol.Name == "one").Address % (uint)alignment);
        Assert.Empty(link.Warnings);
    }

    [Theory]
    [InlineData("one,14")]
    [InlineData("one,-1")]
    [InlineData("one,x")]
    [InlineData(",4")]
    [InlineData("one")]
    [InlineData("")]
    public void AnImpossibleAlignmentIsRefused(string directive)
    {
        var builder = new CoffBuilder(Machine.X64);
        builder.Symbol("EfiMain", builder.Section(".text", SampleObject.Code, [0xc3]));
        builder.Section(".drectve", SectionTraits.LinkInfo, System.Text.Encoding.ASCII.GetBytes($"-aligncomm:{directive}"));

        Assert.Equal("LNK040", Assert.Single(EfiLinker.Link([CoffObject.Read("a.obj", builder.ToBytes())]).Faults).Code);
    }

    /// <summary>Firmware aligns an image to what its header says: to more than a page only if that says so.</summary>
    [Fact]
    public void AnAlignmentAboveAPageRaisesTheImages()
    {
        var builder = new CoffBuilder(Machine.X64);
        builder.Symbol("EfiMain", builder.Section(".text", SampleObject.Code, [0xc3]));
        builder.Symbol("large", builder.Reserve(".bss", 8, 8192));

        var link = EfiLinker.Link([CoffObject.Read("a.obj", builder.ToBytes())], new() { Map = true });
        var image = PeImage.Read("a.efi", link.Image);

        Assert.Equal(8192u, image.OptionalHeader.SectionAlignment);
        Assert.All(image.Sections.ToArray(), section => Assert.Equal(0u, section.VirtualAddress % 8192));
        Assert.Equal(0u, link.Map!.Symbols.Single(symbol => symbol.Name == "large").Address % 8192);
        Assert.Empty(EfiRules.Check(image));
    }
}
