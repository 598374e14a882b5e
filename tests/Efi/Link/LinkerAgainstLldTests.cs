using Bq2.Efi.Coff;
using Bq2.Efi.Link.Resolution;
using Bq2.Efi.Pe;

namespace Bq2.Tests.Efi.Link;

/// <summary>The same objects through lld-link and through ours: each section holds the same bytes.</summary>
public sealed class LinkerAgainstLldTests
{
    private const string Amd64Source = """
        .text
        .globl EfiMain
        EfiMain:
            leaq numbers+5(%rip), %rax
            movl $7, numbers(%rip)
            movb $7, numbers(%rip)
            movw $7, numbers(%rip)
            call other
            ret
        .section .text$later,"xr"
        .globl other
        other:
            jmp EfiMain
        .section .managedcode$I,"xr"
            call other
        .data
        numbers:
            .quad numbers+3
            .quad EfiMain
            .quad __ImageBase+0x10
            .long EfiMain@IMGREL
            .long __ImageBase@IMGREL
            .long __ImageBase-.
            .secrel32 second
            .secidx second
            .balign 4
            .long other-.
        .section .rdata$zz,"dr"
        second: .quad other
        .section .rdata$aa,"dr"
        first: .quad second
        .bss
            .zero 100
        room: .zero 8
        .section .modules$I,"dr"
            .quad room
        """;

    private const string Arm64Source = """
        .text
        .globl EfiMain
        EfiMain:
            adrp x0, numbers
            add x0, x0, :lo12:numbers
            ldr x1, [x0, :lo12:second]
            ldr q0, [x0, :lo12:wide]
            adr x2, EfiMain
            bl other
            cbz x0, other
            tbz x0, #3, other
            ret
        .section .text$later,"xr"
        .globl other
        other:
            b EfiMain
        .data
        .balign 16
        wide: .quad 1, 2
        numbers:
            .quad numbers+3
            .quad EfiMain
            .quad __ImageBase+0x10
            .long EfiMain@IMGREL
            .long __ImageBase@IMGREL
            .secrel32 second
            .secidx second
            .balign 4
            .long other-.
        .section .rdata$zz,"dr"
        .balign 8
        second: .quad other
        .bss
            .zero 100
        room: .zero 8
        """;

    [Needs("lld-link llvm-mc")]
    [InlineData(Machine.X64, Amd64Source)]
    [InlineData(Machine.Arm64, Arm64Source)]
    public void AssemblyLinksToTheSameBytes(Machine machine, string source)
    {
        using var temp = new TempFolder();
        var assembled = Assembler.Assemble(temp, "a.obj", machine, source);

        Lld.AssertSameSections(machine, Lld.Link(temp, assembled.Path), Lld.LikeLld(assembled));
    }

    /// <summary>More than sixteen bits can count: the true number stands in the first relocation.</summary>
    [Needs("lld-link llvm-mc")]
    [InlineData(Machine.X64, 65_534)]
    [InlineData(Machine.X64, 65_535)]
    [InlineData(Machine.X64, 65_536)]
    [InlineData(Machine.Arm64, 70_000)]
    public void ManyRelocationsAreReadLikeFew(Machine machine, int count)
    {
        using var temp = new TempFolder();
        var assembled = Assembler.Assemble(
            temp, "a.obj", machine, $".text\n.globl EfiMain\nEfiMain: ret\n.data\n.rept {count}\n.quad EfiMain\n.endr\n");

        Assert.Equal(count, assembled.Relocations(1).Length);
        Lld.AssertSameSections(machine, Lld.Link(temp, assembled.Path), Lld.LikeLld(assembled));
    }

    [Needs("lld-link llvm-mc")]
    [InlineData(Machine.X64, Amd64Source)]
    public void ADifferenceIsNoticed(Machine machine, string source)
    {
        using var temp = new TempFolder();
        var other = Assembler.Assemble(temp, "b.obj", machine, source.Replace("numbers+5", "numbers+6", StringComparison.Ordinal));
        var assembled = Assembler.Assemble(temp, "a.obj", machine, source);

        Assert.ThrowsAny<Xunit.Sdk.XunitException>(
            () => Lld.AssertSameSections(machine, Lld.Link(temp, other.Path), Lld.LikeLld(assembled)));
    }

    /// <summary>What the compiler of the loader made; eng/build.sh leaves it where it was linked from.</summary>
    [Needs("lld-link")]
    [InlineData(Machine.X64)]
    [InlineData(Machine.Arm64)]
    public void TheLoaderLinksToTheSameBytes(Machine machine)
    {
        using var temp = new TempFolder();
        var compiled = CoffObject.Read(Repository.LoaderObject(machine));
        string supplied = temp["supplied.obj"];

        // lld has none of what our linker brings; handed to both, it is out of the comparison. Nothing is called by it that is not there.
        var parts = RuntimeSymbols.For(machine).Where(part => part.Call is null);
        File.WriteAllBytes(supplied, RuntimeSymbols.MakeObject(machine, parts).ToBytes());

        Lld.AssertSameSections(machine, Lld.Link(temp, compiled.Path, supplied), Lld.LikeLld(compiled, CoffObject.Read(supplied)));
    }
}
