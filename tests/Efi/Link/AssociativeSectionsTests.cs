using Bq2.Efi.Coff;
using Bq2.Efi.Link;
using Bq2.Efi.Link.Resolution;
using Bq2.Efi.Pe;

namespace Bq2.Tests.Efi.Link;

/// <summary>Sections that are kept only with another.</summary>
public sealed class AssociativeSectionsTests
{
    private const string Chain = """
        .section .rdata$c,"dr",associative,middle
        .globl leaf
        leaf: .quad 3
        .section .rdata$b,"dr",associative,root
        .globl middle
        middle: .quad 2
        .section .rdata$a,"dr",discard,root
        .globl root
        root: .quad 1

        """;

    /// <summary>A section may be associative to a later one, and that to a third: all three are kept, or none.</summary>
    [Needs("llvm-mc")]
    [InlineData("leaq root(%rip), %rax", 0x18)]
    [InlineData("nop", 0)]
    public void AChainOfAssociativeSectionsIsKeptOrDroppedTogether(string use, int expected)
    {
        using var temp = new TempFolder();
        var program = Assembler.Assemble(temp, "a.obj", Machine.X64, $".text\n.globl EfiMain\nEfiMain: {use}\nret\n{Chain}");

        var image = PeImage.Read("a.efi", Link([program]).Image);

        Assert.Equal(expected, image.SectionName(1) == ".rdata" ? (int)image.Sections[1].VirtualSize : 0);
    }

    private static LinkResult Link(CoffObject[] objects, params string[] libraries) =>
        EfiLinker.Link(objects, Lld.Options with { Libraries = [.. libraries.Select(CoffArchive.Read)] });
}
