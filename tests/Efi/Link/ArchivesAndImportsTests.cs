using System.Text;
using Bq2.Efi;
using Bq2.Efi.Coff;
using Bq2.Efi.Link;
using Bq2.Efi.Link.Resolution;
using Bq2.Efi.Pe;
using Bq2.Tests.Cli;

namespace Bq2.Tests.Efi.Link;

/// <summary>
/// Where definitions come from, with lld-link as the judge: archives of every maker, alternates, imports, what the linker knows.
/// </summary>
public sealed class ArchivesAndImportsTests
{
    private const string Judges = "lld-link llvm-mc llvm-ar";

    private const string Program = ".text\n.globl EfiMain\nEfiMain: call f\nret\n";
    private const string Function = ".text\n.globl f\nf: ret\n.byte 1, 1, 1\n";

    /// <summary>EDK2 links so: the entry point brings in all the rest.</summary>
    [Needs(Judges)]
    [InlineData("")]
    [InlineData("--format=bsd")]
    [InlineData("--format=darwin")]
    public void ArchivesAloneMakeAProgram(string format)
    {
        using var temp = new TempFolder();
        string first = Archive(temp, "first.lib", format, ("a_name_of_more_than_16_letters.obj", Program));
        string second = Archive(temp, "second.lib", format, ("f.obj", Function), ("g.obj", ".text\n.globl g\ng: call EfiMain\n"));

        Lld.AssertSameSections(Machine.X64, Lld.Link(temp, first, second), Link([], first, second));
    }

    [Needs(Judges)]
    [InlineData("")]
    [InlineData("--format=bsd")]
    public void AnArchiveWithoutMembersIsValid(string format)
    {
        using var temp = new TempFolder();
        File.WriteAllBytes(temp["empty.lib"], "!<arch>\n"u8.ToArray());
        string empty = Archive(temp, "none.lib", format), library = Archive(temp, "f.lib", format, ("f.obj", Function));
        var program = Assembler.Assemble(temp, "a.obj", Machine.X64, Program);

        Lld.AssertSameSections(
            Machine.X64, Lld.Link(temp, program.Path, temp["empty.lib"], empty, library),
            Link([program], temp["empty.lib"], empty, library));
    }

    [Needs(Judges)]
    [InlineData("--format=gnu")]
    [InlineData("--format=bsd")]
    public void AnArchiveThatDoesNotSayWhatItHasIsAFault(string format)
    {
        using var temp = new TempFolder();
        string object1 = Assembler.Assemble(temp, "f.obj", Machine.X64, Function).Path;
        RealTool.LlvmAr.Run("rcS", format, temp["f.lib"], object1).Accepts();

        var bad = Assert.Throws<FaultException>(() => CoffArchive.Read(temp["f.lib"]));
        Assert.Equal("COF022", bad.Fault.Code);
    }

    [Fact]
    public void WithoutAnEntryPointArchivesAreUnused()
    {
        var link = EfiLinker.Link([], new() { Libraries = [CoffArchive.Read("empty.lib", "!<arch>\n"u8.ToArray())] });

        Assert.Equal(("LNK007", "no library defines the entry point EfiMain"), (Assert.Single(link.Faults).Code, link.Faults[0].Message));
    }

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
    public void AnImportOfWhatIsThereIsAPointer(Machine machine, string code)
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

    [Needs("llvm-mc")]
    [InlineData(Machine.X64)]
    public void AnObjectGivenTwiceIsMeantOnce(Machine machine)
    {
        using var temp = new TempFolder();
        var program = Assembler.Assemble(temp, "a.obj", machine, ".text\n.globl EfiMain\nEfiMain: ret\n");

        Assert.Equal(Link([program]).Image, Link([program, program]).Image);

        Bq2Program.Run("efi", "link", program.Path, program.Path, temp["."] + "/a.obj", "-o", temp["a.efi"]).Accepts();
    }

    /// <summary>lld refuses what nothing in the image refers to; we say it and go on.</summary>
    [Needs("llvm-mc")]
    [InlineData(".text\n.globl EfiMain\nEfiMain: ret\n.section .text,\"xr\",one_only,dead\n.globl dead\ndead: call nobody\n")]
    [InlineData(".text\n.globl EfiMain\nEfiMain: ret\n.globl nobody\n")]
    public void WhatIsMissingAndUnusedIsAWarning(string source)
    {
        using var temp = new TempFolder();
        var link = Link([Assembler.Assemble(temp, "a.obj", Machine.X64, source)]);

        Assert.NotNull(link.Image);
        Assert.Equal(
            ("LNK044", "undefined symbol nobody: nothing in the image refers to it"),
            (Assert.Single(link.Warnings).Code, link.Warnings[0].Message));
    }

    /// <summary>A section may go with one that comes later and goes with a third: all three are there, or none.</summary>
    [Needs("llvm-mc")]
    [InlineData("leaq root(%rip), %rax", 0x18)]
    [InlineData("nop", 0)]
    public void AChainOfSectionsThatGoesForwardLivesAndDiesTogether(string use, int expected)
    {
        using var temp = new TempFolder();
        var program = Assembler.Assemble(temp, "a.obj", Machine.X64, $"""
            .text
            .globl EfiMain
            EfiMain: {use}
            ret
            .section .rdata$c,"dr",associative,middle
            .globl leaf
            leaf: .quad 3
            .section .rdata$b,"dr",associative,root
            .globl middle
            middle: .quad 2
            .section .rdata$a,"dr",discard,root
            .globl root
            root: .quad 1

            """);

        var image = PeImage.Read("a.efi", Link([program]).Image);

        Assert.Equal(expected, image.SectionName(1) == ".rdata" ? (int)image.Sections[1].VirtualSize : 0);
    }

    [Theory]
    [InlineData("#1/99           ")]     // a name that is longer than its member
    [InlineData("#1/4            ")]     // a name, and a table without its length
    public void ABrokenArchiveOfBsdIsAFault(string name)
    {
        byte[] bytes = Encoding.ASCII.GetBytes("!<arch>\n" + name + "0           0     0     644     4         `\n__.S");
        var bad = Assert.Throws<FaultException>(() => CoffArchive.Read("bad.lib", bytes));

        Assert.StartsWith("COF02", bad.Fault.Code, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(20, 0)]         // more rows than bytes
    [InlineData(4, 0)]          // half a row
    [InlineData(8, 77)]         // a name behind the names
    public void ABrokenTableOfBsdIsAFault(uint rows, uint name)
    {
        byte[] table =
            [.. BitConverter.GetBytes(rows), .. BitConverter.GetBytes(name), .. new byte[4], .. BitConverter.GetBytes(2), (byte)'f', 0];
        byte[] bytes =
            [.. Encoding.ASCII.GetBytes($"!<arch>\n{"#1/12",-16}0           0     0     644     {12 + table.Length,-10}`\n__.SYMDEF\0\0\0"),
                .. table];

        var bad = Assert.Throws<FaultException>(() => CoffArchive.Read("bad.lib", bytes));

        Assert.Equal("COF023", bad.Fault.Code);
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
