using Bq2.Efi.Coff;
using Bq2.Efi.Link;
using Bq2.Efi.Link.Resolution;
using Bq2.Efi.Pe;

namespace Bq2.Tests.Efi.Link;

/// <summary>Sections of which one copy stays, and those that go with another.</summary>
public sealed class ComdatTests
{
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
}
