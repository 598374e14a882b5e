using System.Text;
using Bq2.Efi;
using Bq2.Efi.Coff;
using Bq2.Efi.Link;
using Bq2.Efi.Link.Resolution;
using Bq2.Efi.Pe;
using Bq2.Tests.Cli;

namespace Bq2.Tests.Efi.Link;

/// <summary>Definitions from archives of every maker, with lld-link as the judge.</summary>
public sealed class ArchiveTests
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
    public void AnArchiveWithoutASymbolTableIsAFault(string format)
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

    [Needs("llvm-mc")]
    [InlineData(Machine.X64)]
    public void AnObjectGivenTwiceIsLinkedOnce(Machine machine)
    {
        using var temp = new TempFolder();
        var program = Assembler.Assemble(temp, "a.obj", machine, ".text\n.globl EfiMain\nEfiMain: ret\n");

        Assert.Equal(Link([program]).Image, Link([program, program]).Image);

        Bq2Program.Run("efi", "link", program.Path, program.Path, temp["."] + "/a.obj", "-o", temp["a.efi"]).Accepts();
    }

    [Theory]
    [InlineData("#1/99           ")]     // a name that is longer than its member
    [InlineData("#1/4            ")]     // a name, and a table without its length
    public void ABrokenBsdArchiveIsAFault(string name)
    {
        byte[] bytes = Encoding.ASCII.GetBytes("!<arch>\n" + name + "0           0     0     644     4         `\n__.S");
        var bad = Assert.Throws<FaultException>(() => CoffArchive.Read("bad.lib", bytes));

        Assert.StartsWith("COF02", bad.Fault.Code, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(20, 0)]         // more rows than bytes
    [InlineData(4, 0)]          // half a row
    [InlineData(8, 77)]         // a name behind the names
    public void ABrokenBsdSymbolTableIsAFault(uint rows, uint name)
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
