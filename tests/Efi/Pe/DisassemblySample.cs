using Bq2.Efi.Link;
using Bq2.Efi.Pe;

namespace Bq2.Tests.Efi.Pe;

/// <summary>A small program in assembly, and the lines that the disassembler makes of an image.</summary>
internal static class DisassemblySample
{
    private const string Source = """
            .text
            .globl EfiMain, Helper
            .def EfiMain; .scl 2; .type 32; .endef
        EfiMain:
            subq $40, %rsp
            movabsq $table, %rax
            movl value(%rip), %ecx
            movl value+4(%rip), %ecx
            callq Helper
            addq $40, %rsp
            jmp Helper+1
            .p2align 4, 0xcc
        Helper:
            nop
            retq
            .data
        value: .quad 1
        table: .quad Helper
        """;

    public static LinkResult Link(TempFolder temp) =>
        EfiLinker.Link([Assembler.Assemble(temp, "a.obj", Machine.X64, Source)], new() { Map = true });

    public static List<CodeLine> Lines(PeImage image, IEnumerable<CodeSymbol> symbols)
    {
        var code = new Disassembly(image, symbols);
        return [.. code.Sections.SelectMany(code.Lines)];
    }
}
