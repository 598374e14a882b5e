using Bq2.Efi.Link;
using Bq2.Efi.Link.Resolution;
using Bq2.Efi.Pe;

namespace Bq2.Tests.Efi.Link;

/// <summary>Sections by their names, flags and directives: in lld-link's order, at lld-link's places.</summary>
public sealed class SectionOrderTests
{
    private const string Judges = "lld-link llvm-mc";

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
    public void SectionsArePlacedAsByLld(string source, string collect)
    {
        using var temp = new TempFolder();
        var program = Assembler.Assemble(temp, "a.obj", Machine.X64, Lld.Entry + source + "\n");

        Lld.AssertSameSections(Machine.X64, Lld.Link(temp, program.Path, collect),
            EfiLinker.Link([program], Lld.Options with { Collect = collect == "/opt:ref" }));
    }

    /// <summary>If one object's section of a name is writable and another's is not, the other stays read-only.</summary>
    [Needs(Judges)]
    [InlineData("mine,\"dr\"", "mine,\"dw\"")]
    [InlineData("mine,\"dw\"", "mine,\"dr\"")]
    [InlineData("mine$a,\"dw\"", "mine,\"dr\"")]
    [InlineData(".rdata,\"dw\"", ".rdata,\"dr\"")]
    [InlineData(".data,\"dr\"", ".data,\"dw\"")]
    public void SectionsOfOneNameWithDifferentFlagsStayApart(string first, string second)
    {
        using var temp = new TempFolder();
        var program = Assembler.Assemble(temp, "a.obj", Machine.X64, $"{Lld.Entry}.section {first}\n.quad 1\n");
        var other = Assembler.Assemble(temp, "b.obj", Machine.X64, $".section {second}\n.quad 2\n");

        Lld.AssertSameSections(Machine.X64, Lld.Link(temp, program.Path, other.Path), EfiLinker.Link([program, other], Lld.Options));
    }
}
