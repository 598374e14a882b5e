using Bq2.Efi.Link;
using Bq2.Efi.Link.Resolution;
using Bq2.Efi.Pe;

namespace Bq2.Tests.Efi.Pe;

/// <summary>Rules that look at instructions: base relocations hit operands, and the entry is an instruction.</summary>
public sealed class CodeRulesTests
{
    [Needs("llvm-mc")]
    [InlineData(0, 0)]       // the field of the movabs itself
    [InlineData(1, 1)]       // one byte into it: what follows would be moved too
    [InlineData(-2, 1)]      // its opcode
    public void ABaseRelocationMustHitAnOperand(int shift, int complaints)
    {
        using var temp = new TempFolder();
        var parts = new PeParts(PeImage.Read("a.efi", DisassemblySample.Link(temp).Image));
        byte[] table = parts.SectionData[^1].ToArray();
        Assert.Equal(0xa006, BitConverter.ToUInt16(table, 8));    // behind "sub rsp, 40" and "mov rax,"
        table[8] = (byte)(6 + shift);
        parts.SectionData[^1] = table;

        var found = EfiRules.Judge(PeImage.Read("a.efi", parts.ToBytes())).Where(finding => finding.Fault.Code == "PE051");

        Assert.Equal(complaints, found.Count());
    }

    [Needs("llvm-mc")]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public void TheEntryMustBeTheStartOfAnInstruction(uint shift, bool isWrong)
    {
        using var temp = new TempFolder();
        var parts = new PeParts(PeImage.Read("a.efi", DisassemblySample.Link(temp).Image));
        parts.OptionalHeader = parts.OptionalHeader with { AddressOfEntryPoint = parts.OptionalHeader.AddressOfEntryPoint + shift };
        uint text = parts.Sections[0].VirtualAddress;
        parts.SectionData[1] = System.Runtime.InteropServices.MemoryMarshal.AsBytes<uint>([text, text + 0x30, 0]).ToArray();
        parts.Directories[(int)DirectoryIndex.Exception] = new() { Address = parts.Sections[1].VirtualAddress, Length = 12 };

        Assert.Equal(isWrong, EfiRules.Judge(PeImage.Read("a.efi", parts.ToBytes())).Any(finding => finding.Fault.Code == "PE049"));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(2, true)]
    public void AnAarch64EntryPointIsAMultipleOfFour(uint shift, bool isWrong)
    {
        var parts = new PeParts(PeImage.Read("a.efi", EfiLinker.Link([SampleObject.Read(Machine.Arm64)]).Image));
        parts.OptionalHeader = parts.OptionalHeader with { AddressOfEntryPoint = parts.OptionalHeader.AddressOfEntryPoint + shift };

        Assert.Equal(isWrong, EfiRules.Judge(PeImage.Read("a.efi", parts.ToBytes())).Any(finding => finding.Fault.Code == "PE049"));
    }
}
