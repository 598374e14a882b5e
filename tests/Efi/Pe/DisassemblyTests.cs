using Bq2.Efi;
using Bq2.Efi.Link;
using Bq2.Efi.Link.Resolution;
using Bq2.Efi.Pe;

namespace Bq2.Tests.Efi.Pe;

/// <summary>Instructions as people read them: with names, and as bytes where they are none.</summary>
public sealed class DisassemblyTests
{
    [Needs("llvm-mc")]
    [InlineData(null)]
    public void TargetsAndOperandsHaveNames(string? _)
    {
        using var temp = new TempFolder();
        var link = DisassemblySample.Link(temp);
        var symbols = link.Map!.Symbols.Select(symbol => new CodeSymbol(symbol.Address, symbol.Name, symbol.Length));

        var lines = DisassemblySample.Lines(PeImage.Read("a.efi", link.Image), symbols);

        Assert.Equal(["EfiMain"], lines[0].Names);
        Assert.Contains(lines, line => line.Names is ["Helper"]);
        Assert.Equal(
            ["call    Helper (0x1030)", "jmp     short Helper+0x1 (0x1031)",
                "mov     ecx, [value (0x2000)]", "mov     ecx, [value+0x4 (0x2004)]", "mov     rax, table (0x2008)"],
            lines.Where(line => line.Text.Contains('(', StringComparison.Ordinal)).Select(line => line.Text).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void InvalidInstructionsAreShownAsBytes()
    {
        byte[] image = EfiLinker.Link([SampleObject.Read(Machine.X64)]).Image!;
        var parts = new PeParts(PeImage.Read("a.efi", image));
        parts.SectionData[0] = new byte[] { 0xc3, 0x06, 0x90, 0x48 };
        parts.Sections[0].VirtualSize = 4;

        var lines = DisassemblySample.Lines(PeImage.Read("a.efi", parts.ToBytes()), []);

        Assert.Equal(["ret", ".byte   0x06", "nop", ".byte   0x48"], lines.Select(line => line.Text.TrimEnd()));
    }

    [Fact]
    public void CodeOfAnotherMachineIsRefusedWithAHint()
    {
        var image = PeImage.Read("a.efi", EfiLinker.Link([SampleObject.Read(Machine.Arm64)]).Image);

        var fault = Assert.Throws<FaultException>(() => new Disassembly(image)).Fault;

        Assert.Equal(("PE071", "llvm-objdump -d a.efi"), (fault.Code, fault.Hint));
    }

    [Fact]
    public void CodeAtTheEndOfTheAddressesIsShown()
    {
        var parts = new PeParts(PeImage.Read("a.efi", EfiLinker.Link([SampleObject.Read(Machine.X64)]).Image));
        parts.Sections[0] = parts.Sections[0] with { VirtualAddress = 0xffff_ff00, VirtualSize = 0x200 };

        var lines = DisassemblySample.Lines(
            PeImage.Read("a.efi", parts.ToBytes()), [new(0x10, "behind the end"), new(0xffff_ff10, "before it")]);

        Assert.Equal(0x200, lines.Sum(line => line.Bytes.Length));
        Assert.Contains(lines, line => line.Names is ["before it"]);
    }
}
