using Bq2.Efi.Coff;
using Bq2.Efi.Link;
using Bq2.Efi.Link.Resolution;
using Bq2.Efi.Pe;

namespace Bq2.Tests.Efi.Link;

/// <summary>Symbols that no object defines by that name: alternates, imports, and those the linker supplies.</summary>
public sealed class ImportTests
{
    private const string Judges = "lld-link llvm-mc llvm-ar";

    private const string Program = ".text\n.globl EfiMain\nEfiMain: call f\nret\n";
    private const string Function = ".text\n.globl f\nf: ret\n.byte 1, 1, 1\n";

    /// <summary>The name itself stands in an archive: what stands in for it is not wanted, and its member stays where it is.</summary>
    [Needs(Judges)]
    [InlineData("alternate.obj f.obj")]
    [InlineData("f.obj alternate.obj")]
    [InlineData("alternate.obj")]
    public void AnAlternateIsTheLastResort(string members)
    {
        using var temp = new TempFolder();
        var program = Assembler.Assemble(temp, "a.obj", Machine.X64, Program + """
            .section .drectve,"yn"
            .ascii " /alternatename:f=alternate "

            """);
        string library = Archive(temp, "some.lib", "", [.. members.Split(' ').Select(name =>
            (name, name == "f.obj" ? Function : ".text\n.globl alternate\nalternate: ret\n.byte 2, 2, 2, 2, 2, 2, 2\n"))]);

        Lld.AssertSameSections(Machine.X64, Lld.Link(temp, program.Path, library), Link([program], library));
    }

    /// <summary>
    /// A function that was declared as imported is reached by a pointer, which the linker makes where it is in the image.
    /// </summary>
    [Needs(Judges)]
    [InlineData(Machine.X64, "call *__imp_f(%rip)\nret")]
    [InlineData(Machine.Arm64, "adrp x0, __imp_f\nldr x0, [x0, :lo12:__imp_f]\nbr x0")]
    public void AnImportOfADefinedSymbolIsAPointer(Machine machine, string code)
    {
        using var temp = new TempFolder();
        var program = Assembler.Assemble(temp, "a.obj", machine, $".text\n.globl EfiMain\nEfiMain:\n{code}\n");
        var function = Assembler.Assemble(temp, "f.obj", machine, ".text\n.globl f\nf: ret\n");

        var link = EfiLinker.Link([program, function], Lld.Options);

        Lld.AssertSameSections(machine, Lld.Link(temp, program.Path, function.Path), link);
        Assert.Equal(("LNK042", program.Path), (Assert.Single(link.Warnings).Code, link.Warnings[0].Path));
    }

    [Needs(Judges)]
    [InlineData("__imp_g")]
    public void AnImportOfAMissingSymbolIsAFault(string name)
    {
        using var temp = new TempFolder();
        var program = Assembler.Assemble(temp, "a.obj", Machine.X64, $".text\n.globl EfiMain\nEfiMain: call *{name}(%rip)\n");

        var fault = Assert.Single(Link([program]).Faults);

        Assert.Equal(("LNK008", $"undefined symbol {name}, wanted by EfiMain+0x2"), (fault.Code, fault.Message));
        Assert.Contains("dllimport", fault.Hint, StringComparison.Ordinal);
    }

    /// <summary>
    /// A C library looks for the tables of control-flow guard; there are none, and their own sections are no part of an image.
    /// </summary>
    [Needs(Judges)]
    [InlineData("__guard_fids_table __guard_fids_count __guard_iat_table __guard_iat_count "
        + "__guard_longjmp_table __guard_longjmp_count __guard_flags")]
    [InlineData("__guard_eh_cont_table __guard_eh_cont_count __enclave_config")]
    public void GuardTablesAreEmpty(string names)
    {
        using var temp = new TempFolder();
        string words = string.Concat(names.Split(' ').Select(name => $".quad {name}\n"));
        var program = Assembler.Assemble(temp, "a.obj", Machine.X64, $"""
            .text
            .globl EfiMain
            EfiMain: ret
            .section .gfids$y,"dr"
            .symidx EfiMain
            .section .giats$y,"dr"
            .long 1
            .section .gljmp$y,"dr"
            .long 2
            .section .gehcont$y,"dr"
            .long 3
            .data
            {words}
            """);

        Lld.AssertSameSections(Machine.X64, Lld.Link(temp, program.Path), Link([program]));
    }

    /// <summary>lld refuses an undefined symbol that nothing in the image uses; we warn and go on.</summary>
    [Needs("llvm-mc")]
    [InlineData(".text\n.globl EfiMain\nEfiMain: ret\n.section .text,\"xr\",one_only,dead\n.globl dead\ndead: call nobody\n")]
    [InlineData(".text\n.globl EfiMain\nEfiMain: ret\n.globl nobody\n")]
    public void AMissingUnusedSymbolIsAWarning(string source)
    {
        using var temp = new TempFolder();
        var link = Link([Assembler.Assemble(temp, "a.obj", Machine.X64, source)]);

        Assert.NotNull(link.Image);
        Assert.Equal(
            ("LNK044", "undefined symbol nobody: nothing in the image refers to it"),
            (Assert.Single(link.Warnings).Code, link.Warnings[0].Message));
    }

    private static LinkResult Link(CoffObject[] objects, params string[] libraries) =>
        EfiLinker.Link(objects, Lld.Options with { Libraries = [.. libraries.Select(CoffArchive.Read)] });

    private static string Archive(TempFolder temp, string name, string format, params (string Name, string Source)[] members)
    {
        string[] objects = [.. members.Select(member => Assembler.Assemble(temp, member.Name, Machine.X64, member.Source).Path)];
        RealTool.LlvmAr.Run(["rcs", .. format.Split(' ', StringSplitOptions.RemoveEmptyEntries), temp[name], .. objects]).Accepts();
        return temp[name];
    }
}
