using Bq2.Efi.Coff;
using Bq2.Efi.Link;
using Bq2.Efi.Link.Resolution;
using Bq2.Efi.Pe;

namespace Bq2.Tests.Efi.Link;

/// <summary>Which equal constants have one address: as with lld-link, none that a program could tell apart.</summary>
public sealed class FoldingTests
{
    private const string Judges = "lld-link llvm-mc clang";

    private const string Compared = """
        extern "C" { extern const int key_a[4], key_b[4]; extern const void* volatile table[]; }
        const int key_a[4] = { 1, 2, 3, 4 };
        const int key_b[4] = { 1, 2, 3, 4 };
        const void* volatile table[] = { key_a, key_b };
        extern "C" int EfiMain(const int* p) { return p == key_a ? 1 : p == key_b ? 2 : table[0] != nullptr; }
        """;

    /// <summary>With -fdata-sections every constant is a COMDAT section; a program that compares their addresses must not change.</summary>
    [Needs(Judges)]
    [InlineData(Machine.X64, "-faddrsig")]
    [InlineData(Machine.X64, "-fno-addrsig")]
    [InlineData(Machine.Arm64, "-faddrsig")]
    [InlineData(Machine.Arm64, "-fno-addrsig")]
    public void ConstantsThatAreComparedStayApart(Machine machine, string table)
    {
        using var temp = new TempFolder();
        File.WriteAllText(temp["a.cpp"], Compared);
        var program = Assembler.CompileFile(temp, "a.obj", machine, temp["a.cpp"], "-O1", table);

        Assert.False(IsOne(TheirTable(temp, program)));
        Assert.False(IsOne(OurTable(Folding.Safe, program)));
        Assert.True(IsOne(OurTable(Folding.All, program)));
    }

    // Two constants and a table of their addresses; what may be compared stands in .llvm_addrsig, where there is one.
    [Needs(Judges)]
    [InlineData("a", "b", "", false)]                              // no table: everything may be
    [InlineData("a", "b", ".addrsig", true)]
    [InlineData("a", "b", ".addrsig\n.addrsig_sym a", false)]
    [InlineData("a", "b", ".addrsig\n.addrsig_sym b", false)]
    [InlineData("a", "b", ".addrsig\n.addrsig_sym table", true)]
    [InlineData("\"??_C@_07AAAAAAAA@same?$AA@\"", "\"??_C@_07BBBBBBBB@same?$AA@\"", ".addrsig", true)]
    public void DataWithoutAddressTakenIsKeptOnce(string first, string second, string addresses, bool expected)
    {
        using var temp = new TempFolder();
        var program = Assembler.Assemble(temp, "a.obj", Machine.X64, TableOf(first, second, addresses));

        Assert.Equal(expected, IsOne(TheirTable(temp, program)));
        Assert.Equal(expected, IsOne(OurTable(Folding.Safe, program)));
        Assert.False(IsOne(OurTable(Folding.None, program)));
    }

    /// <summary>
    /// A compiler without such a table names its literals so that they are known. lld merges those by another way, from their
    /// ends.
    /// </summary>
    [Needs("llvm-mc")]
    [InlineData("\"??_C@_07AAAAAAAA@same?$AA@\"", "\"??_C@_07BBBBBBBB@same?$AA@\"", true)]
    [InlineData("\"??_C@_07AAAAAAAA@same?$AA@\"", "named", false)]
    [InlineData("\"??_7A@@6B@\"", "\"??_7B@@6B@\"", false)]        // tables of virtual methods: by them dynamic_cast knows a class
    public void LiteralsAreKnownByTheirNames(string first, string second, bool expected)
    {
        using var temp = new TempFolder();
        var program = Assembler.Assemble(temp, "a.obj", Machine.X64, TableOf(first, second, ""));

        Assert.Equal(expected, IsOne(OurTable(Folding.Safe, program)));
    }

    /// <summary>One object without a table may compare what another defines.</summary>
    [Needs(Judges)]
    [InlineData("", false)]
    [InlineData(".addrsig", true)]
    public void AnotherObjectMayTakeTheAddress(string addresses, bool expected)
    {
        using var temp = new TempFolder();
        var program = Assembler.Assemble(temp, "a.obj", Machine.X64, TableOf("a", "b", ".addrsig"));
        var other = Assembler.Assemble(temp, "b.obj", Machine.X64, $".data\n.quad a\n{addresses}\n");

        Assert.Equal(expected, IsOne(TheirTable(temp, program, other)));
        Assert.Equal(expected, IsOne(OurTable(Folding.Safe, program, other)));
    }

    /// <summary>A damaged table points at rows that do not exist, or ends in the middle of one; neither is read.</summary>
    [Theory]
    [InlineData(new byte[] { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f })]
    [InlineData(new byte[] { 0x80 })]
    [InlineData(new byte[] { 0x7f, 0x01, 0x80, 0x80 })]
    public void ADamagedTableIsReadWithCare(byte[] table)
    {
        var builder = new CoffBuilder(Machine.X64);
        builder.Symbol("EfiMain", builder.Section(".text", SampleObject.Code, [0xc3]));
        builder.Section(".llvm_addrsig", SectionTraits.LinkRemove, table);

        Assert.Empty(EfiLinker.Link([CoffObject.Read("a.obj", builder.ToBytes())]).Faults);
    }

    private static string TableOf(string first, string second, string addresses) => $"""
        .text
        .globl EfiMain
        EfiMain: leaq table(%rip), %rax
            ret
        .section .rdata,"dr",discard,{first}
        .globl {first}
        {first}: .quad 0x656d6173
        .section .rdata,"dr",discard,{second}
        .globl {second}
        {second}: .quad 0x656d6173
        .data
        .globl table
        table: .quad {first}, {second}
        {addresses}

        """;

    private static bool IsOne(PeImage image)
    {
        int data = Enumerable.Range(0, image.Sections.Length).First(i => image.SectionName(i) == ".data");
        return BitConverter.ToUInt64(image.Data(data)) == BitConverter.ToUInt64(image.Data(data)[8..]);
    }

    private static PeImage TheirTable(TempFolder temp, params CoffObject[] objects) =>
        Lld.Link(temp, [.. objects.Select(o => o.Path), "/opt:ref,icf"]);

    private static PeImage OurTable(Folding fold, params CoffObject[] objects)
    {
        var link = EfiLinker.Link(objects, new() { Fold = fold });
        Assert.Empty(link.Faults);
        return PeImage.Read("ours", link.Image);
    }
}
