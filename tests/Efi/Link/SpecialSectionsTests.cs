using Bq2.Efi.Coff;
using Bq2.Efi.Link;
using Bq2.Efi.Link.Resolution;
using Bq2.Efi.Pe;

namespace Bq2.Tests.Efi.Link;

/// <summary>Resources, and symbols that are in no section, compared with lld-link.</summary>
public sealed class SpecialSectionsTests
{
    private const string Judges = "lld-link llvm-mc";

    [Needs(Judges)]
    [InlineData(false)]
    [InlineData(true)]
    public void ResourcesAreFoundAndNotMixed(bool twice)
    {
        using var temp = new TempFolder();
        const string Resources = ".section .rsrc$01,\"dr\"\n.quad 1\n.section .rsrc$02,\"dr\"\n.quad 2\n";
        var program = Assembler.Assemble(temp, "a.obj", Machine.X64, Lld.Entry + Resources);
        CoffObject[] others = twice ? [Assembler.Assemble(temp, "b.obj", Machine.X64, Resources)] : [];

        var link = EfiLinker.Link([program, .. others]);

        Assert.Equal(twice ? ["LNK045"] : [], link.Faults.Select(fault => fault.Code));
        if (!twice)
        {
            Assert.Equal(
                new DataDirectory { Address = 0x2000, Length = 16 },
                PeImage.Read("a.efi", link.Image).Directory(DirectoryIndex.Resource));
        }
    }

    /// <summary>The section index of an absolute symbol has a value; its offset within a section has none.</summary>
    [Needs(Judges)]
    [InlineData(Machine.X64, ".secidx __ImageBase", true)]
    [InlineData(Machine.X64, ".secrel32 __ImageBase", false)]
    [InlineData(Machine.X64, ".secrel32 number", false)]
    [InlineData(Machine.Arm64, ".secidx __ImageBase", true)]
    [InlineData(Machine.Arm64, ".secrel32 number", false)]
    public void AnAbsoluteSymbolHasNoSectionIndex(Machine machine, string asks, bool expected)
    {
        using var temp = new TempFolder();
        var program = Assembler.Assemble(temp, "a.obj", machine, $"{Lld.Entry}.data\n.quad EfiMain\n{asks}\n.zero 6\n");
        var number = Assembler.Assemble(temp, "b.obj", machine, ".globl number\nnumber = 0x1234\n");

        var link = EfiLinker.Link([program, number], Lld.Options);

        if (expected)
            Lld.AssertSameSections(machine, Lld.Link(temp, program.Path, number.Path), link);
        else
            Assert.Equal("LNK014", Assert.Single(link.Faults).Code);
        Assert.Equal(
            expected,
            RealTool.LldLink.Run(program.Path,
                number.Path, $"/out:{temp["o.efi"]}", "/base:0", "/subsystem:efi_application", "/entry:EfiMain").ExitCode == 0);
    }
}
