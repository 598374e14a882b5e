using Bq2.Efi.Coff;
using Bq2.Efi.Link;
using Bq2.Efi.Link.Resolution;
using Bq2.Efi.Pe;

namespace Bq2.Tests.Efi.Link;

/// <summary>What objects ask for by names, flags and directives of sections: in lld-link's order, at lld-link's places.</summary>
public sealed class LayoutAgainstLldTests
{
    private const string Judges = "lld-link llvm-mc";

    private const string Entry = """
        .text
        .globl EfiMain
        EfiMain: ret

        """;

    /// <summary>A static constructor of a template is a COMDAT; it runs where it stands, not behind all the others.</summary>
    [Needs(Judges)]
    [InlineData("""
        .section .CRT$XCU,"dr",discard,second
        .globl first
        .globl second
        second: .quad 2
        .section .CRT$XCU,"dr",discard,first
        first: .quad 1
        .section .CRT$XCU,"dr"
        .quad 9
        .section .CRT$XCU,"dr",associative,second
        .quad 3
        .section .CRT$XCA,"drw"
        .quad 0xa
        .section .CRT$XCZ,"dr"
        .quad 0xf
        """, "/opt:noref")]
    [InlineData("""
        .section foo,"dr"
        .quad 2
        .section .abc,"dr"
        .quad 3
        .section .rdata,"dr"
        .quad 1
        .section .xdata,"dr"
        .quad 5
        .section .drectve,"yn"
        .ascii " /merge:foo=.rdata /merge:.abc=.rdata "
        """, "/opt:ref")]
    [InlineData("""
        .section foo,"dr"
        .quad 2
        .section .rdata,"dr"
        .quad 1
        .section .drectve,"yn"
        .ascii " /merge:foo=.rdata /merge:.rdata=.mine "
        """, "/opt:ref")]
    [InlineData("""
        .section zz,"dr"
        .quad 2
        .section aa,"dw"
        .quad 3
        .section mm,"dr"
        .quad 1
        """, "/opt:ref")]
    [InlineData("""
        .section .eh_frame,"dr"
        .quad 2
        .section .text.startup,"xr"
        nop
        .section .text.start2,"xr"
        ret
        .section .text$b,"xr"
        .byte 1
        .section .rdata.some$b,"dr"
        .byte 2
        .section .rdata$a,"dr"
        .byte 3
        """, "/opt:ref")]
    public void SectionsLieAsWithLld(string source, string collect)
    {
        using var temp = new TempFolder();
        var program = Assembler.Assemble(temp, "a.obj", Machine.X64, Entry + source + "\n");

        Lld.AssertSameSections(Machine.X64, Lld.Link(temp, program.Path, collect),
            EfiLinker.Link([program], Lld.Options with { Collect = collect == "/opt:ref" }));
    }

    /// <summary>One object may write to its section of a name, another not: that is no reason to make the other's writable.</summary>
    [Needs(Judges)]
    [InlineData("mine,\"dr\"", "mine,\"dw\"")]
    [InlineData("mine,\"dw\"", "mine,\"dr\"")]
    [InlineData("mine$a,\"dw\"", "mine,\"dr\"")]
    [InlineData(".rdata,\"dw\"", ".rdata,\"dr\"")]
    [InlineData(".data,\"dr\"", ".data,\"dw\"")]
    public void SectionsOfOneNameAndOtherFlagsStayApart(string first, string second)
    {
        using var temp = new TempFolder();
        var program = Assembler.Assemble(temp, "a.obj", Machine.X64, $"{Entry}.section {first}\n.quad 1\n");
        var other = Assembler.Assemble(temp, "b.obj", Machine.X64, $".section {second}\n.quad 2\n");

        Lld.AssertSameSections(Machine.X64, Lld.Link(temp, program.Path, other.Path), EfiLinker.Link([program, other], Lld.Options));
    }

    /// <summary>Functions in another order than their rows, so that the table must be sorted wherever it lies.</summary>
    [Needs(Judges)]
    [InlineData(Machine.X64, "")]
    [InlineData(Machine.X64, "/merge:.pdata=.rdata")]
    [InlineData(Machine.X64, "/merge:.pdata=.mine /merge:.zz=.pdata")]
    [InlineData(Machine.Arm64, "/merge:.pdata=.rdata")]
    public void TheUnwindTableIsFoundAndSortedWhereverItIsMerged(Machine machine, string merges)
    {
        string rest = machine == Machine.X64 ? ".long info@IMGREL" : "";
        string info = machine == Machine.X64 ? "info@IMGREL" : "info";
        string Row(string name) => machine == Machine.X64 ? $".long {name}@IMGREL, {name}_end@IMGREL\n{rest}" : $".rva {name}\n.rva {info}";
        using var temp = new TempFolder();
        var program = Assembler.Assemble(temp, "a.obj", machine, $"""
            {Entry}
            .balign 16
            first: ret
            first_end:
            .balign 16
            second: ret
            second_end:
            .section .rdata,"dr"
            .quad 0x1111, 0x2222
            .section .xdata,"dr"
            .balign 4
            info: .long 1
            .section .pdata,"dr"
            {Row("second")}
            {Row("first")}
            .section .zz,"dr"
            .quad -1
            .section .drectve,"yn"
            .ascii " {merges} "

            """);

        var theirs = Lld.Link(temp, program.Path);
        var link = EfiLinker.Link([program], Lld.Options);

        Lld.AssertSameSections(machine, theirs, link);
        var ours = PeImage.Read("ours", link.Image);
        Assert.Equal(machine == Machine.X64 ? 24u : 16u, ours.Directory(DirectoryIndex.Exception).Length);
        Assert.Equal(theirs.Directory(DirectoryIndex.Exception), ours.Directory(DirectoryIndex.Exception));
    }

    /// <summary>gcc's unwind table has rows for functions of which another object's copy stays.</summary>
    [Needs(Judges)]
    [InlineData(".eh_frame", true)]
    [InlineData(".my_frame", false)]
    public void ARowOfAFunctionThatWentIsLeftAsItIs(string section, bool expected)
    {
        using var temp = new TempFolder();
        string Source(string target) =>
            $".section .text,\"xr\",discard,f\n.globl f\nf: ret\nlocal: ret\n.section {section},\"dr\"\n.quad {target}\n.quad 7\n";
        var program = Assembler.Assemble(temp, "a.obj", Machine.X64, $"{Entry}call f\n{Source("f")}");
        var other = Assembler.Assemble(temp, "b.obj", Machine.X64, Source("local"));

        var link = EfiLinker.Link([program, other], Lld.Options);

        // Nor do its rows keep a function that nobody calls.
        var alone = Assembler.Assemble(temp, "c.obj", Machine.X64, Entry + Source("f"));
        Assert.Equal(expected ? 1 : 3, (int)PeImage.Read("a.efi", EfiLinker.Link([alone], Lld.Options).Image).Sections[0].VirtualSize);

        Assert.Equal(expected ? [] : ["LNK015"], link.Faults.Select(fault => fault.Code));
        if (expected)
            Lld.AssertSameSections(Machine.X64, Lld.Link(temp, program.Path, other.Path), link);
    }

    [Needs(Judges)]
    [InlineData(false)]
    [InlineData(true)]
    public void ResourcesAreFoundAndNotMixed(bool twice)
    {
        using var temp = new TempFolder();
        const string Resources = ".section .rsrc$01,\"dr\"\n.quad 1\n.section .rsrc$02,\"dr\"\n.quad 2\n";
        var program = Assembler.Assemble(temp, "a.obj", Machine.X64, Entry + Resources);
        CoffObject[] others = twice ? [Assembler.Assemble(temp, "b.obj", Machine.X64, Resources)] : [];

        var link = EfiLinker.Link([program, .. others]);

        Assert.Equal(twice ? ["LNK045"] : [], link.Faults.Select(fault => fault.Code));
        if (!twice)
        {
            Assert.Equal(
                new DataDirectory { Address = 0x2000, Length = 16 },
                PeImage.Read("a.efi", link.Image).Directory(DirectoryIndex.Resource));
        }
    }

    [Fact]
    public void AnUnwindTableOfHalfRowsIsRefused()
    {
        var builder = new CoffBuilder(Machine.X64);
        builder.Symbol("EfiMain", builder.Section(".text", SampleObject.Code, [0xc3]));
        builder.Section(".pdata", SampleObject.Constants, new byte[16]);

        Assert.Equal("LNK041", Assert.Single(EfiLinker.Link([CoffObject.Read("a.obj", builder.ToBytes())]).Faults).Code);
    }

    /// <summary>A common symbol has no section whose header could ask: the directive is all there is.</summary>
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
            {Entry}
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
    public void AnAlignmentAboveAPageIsTheImages()
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

    /// <summary>The section a number lies in can be asked for and has an answer; how far it is from there cannot.</summary>
    [Needs(Judges)]
    [InlineData(Machine.X64, ".secidx __ImageBase", true)]
    [InlineData(Machine.X64, ".secrel32 __ImageBase", false)]
    [InlineData(Machine.X64, ".secrel32 number", false)]
    [InlineData(Machine.Arm64, ".secidx __ImageBase", true)]
    [InlineData(Machine.Arm64, ".secrel32 number", false)]
    public void AnAbsoluteSymbolHasNoSectionIndex(Machine machine, string asks, bool expected)
    {
        using var temp = new TempFolder();
        var program = Assembler.Assemble(temp, "a.obj", machine, $"{Entry}.data\n.quad EfiMain\n{asks}\n.zero 6\n");
        var number = Assembler.Assemble(temp, "b.obj", machine, ".globl number\nnumber = 0x1234\n");

        var link = EfiLinker.Link([program, number], Lld.Options);

        if (expected)
            Lld.AssertSameSections(machine, Lld.Link(temp, program.Path, number.Path), link);
        else
            Assert.Equal("LNK014", Assert.Single(link.Faults).Code);
        Assert.Equal(
            expected,
            RealTool.LldLink.Run(program.Path,
                number.Path, $"/out:{temp["o.efi"]}", "/base:0", "/subsystem:efi_application", "/entry:EfiMain").ExitCode == 0);
    }
}
