using Bq2.Efi.Coff;
using Bq2.Efi.Link;
using Bq2.Efi.Link.Resolution;
using Bq2.Efi.Pe;

namespace Bq2.Tests.Efi.Link;

/// <summary>The unwind table: found and sorted wherever it is merged, as lld-link does it.</summary>
public sealed class UnwindTableTests
{
    private const string Judges = "lld-link llvm-mc";

    /// <summary>The functions are in another order than their rows, so the table must be sorted, whichever section it is in.</summary>
    [Needs(Judges)]
    [InlineData(Machine.X64, "")]
    [InlineData(Machine.X64, "/merge:.pdata=.rdata")]
    [InlineData(Machine.X64, "/merge:.pdata=.mine /merge:.zz=.pdata")]
    [InlineData(Machine.Arm64, "/merge:.pdata=.rdata")]
    public void TheUnwindTableIsFoundAndSortedWhereverItIsMerged(Machine machine, string merges)
    {
        using var temp = new TempFolder();
        var program = Assembler.Assemble(temp, "a.obj", machine, TwoFunctions(machine, merges));

        var theirs = Lld.Link(temp, program.Path);
        var link = EfiLinker.Link([program], Lld.Options);

        Lld.AssertSameSections(machine, theirs, link);
        var ours = PeImage.Read("ours", link.Image);
        Assert.Equal(machine == Machine.X64 ? 24u : 16u, ours.Directory(DirectoryIndex.Exception).Length);
        Assert.Equal(theirs.Directory(DirectoryIndex.Exception), ours.Directory(DirectoryIndex.Exception));
    }

    /// <summary>gcc's unwind table has rows for functions that were dropped in favour of another object's copy.</summary>
    [Needs(Judges)]
    [InlineData(".eh_frame", true)]
    [InlineData(".my_frame", false)]
    public void UnwindRowsOfDroppedFunctionsAreLeftAsTheyAre(string section, bool expected)
    {
        using var temp = new TempFolder();
        string Source(string target) =>
            $".section .text,\"xr\",discard,f\n.globl f\nf: ret\nlocal: ret\n.section {section},\"dr\"\n.quad {target}\n.quad 7\n";
        var program = Assembler.Assemble(temp, "a.obj", Machine.X64, $"{Lld.Entry}call f\n{Source("f")}");
        var other = Assembler.Assemble(temp, "b.obj", Machine.X64, Source("local"));

        var link = EfiLinker.Link([program, other], Lld.Options);

        // Nor do its rows keep a function that nobody calls.
        var alone = Assembler.Assemble(temp, "c.obj", Machine.X64, Lld.Entry + Source("f"));
        Assert.Equal(expected ? 1 : 3, (int)PeImage.Read("a.efi", EfiLinker.Link([alone], Lld.Options).Image).Sections[0].VirtualSize);

        Assert.Equal(expected ? [] : ["LNK015"], link.Faults.Select(fault => fault.Code));
        if (expected)
            Lld.AssertSameSections(Machine.X64, Lld.Link(temp, program.Path, other.Path), link);
    }

    [Fact]
    public void AnUnwindTableWithAPartialRowIsRefused()
    {
        var builder = new CoffBuilder(Machine.X64);
        builder.Symbol("EfiMain", builder.Section(".text", SampleObject.Code, [0xc3]));
        builder.Section(".pdata", SampleObject.Constants, new byte[16]);

        Assert.Equal("LNK041", Assert.Single(EfiLinker.Link([CoffObject.Read("a.obj", builder.ToBytes())]).Faults).Code);
    }

    private static string TwoFunctions(Machine machine, string merges) => $"""
        {Lld.Entry}
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
        {Row(machine, "second")}
        {Row(machine, "first")}
        .section .zz,"dr"
        .quad -1
        .section .drectve,"yn"
        .ascii " {merges} "

        """;

    private static string Row(Machine machine, string name) => machine == Machine.X64
        ? $".long {name}@IMGREL, {name}_end@IMGREL\n.long info@IMGREL"
        : $".rva {name}\n.rva info";
}
