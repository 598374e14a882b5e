using System.Globalization;
using System.Text.RegularExpressions;
using Bq2.Efi;
using Bq2.Efi.Link;
using Bq2.Efi.Link.Resolution;
using Bq2.Efi.Pe;

namespace Bq2.Tests.Efi.Pe;

public sealed partial class DisassemblyTests
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

    [Needs("llvm-objdump clang")]
    [InlineData("our loader")]
    [InlineData("what clang makes")]
    public void InstructionsBeginWhereLlvmSeesThem(string program)
    {
        using var temp = new TempFolder();
        string path = temp["a.efi"];
        if (program == "our loader")
            File.Copy(Repository.Loader(Machine.X64), path);
        else
            File.WriteAllBytes(path, EfiLinker.Link([Assembler.Compile(temp, "a.obj", Machine.X64, CompiledCode)]).Image!);

        var theirs = Starts(
            RealTool.LlvmObjdump.Run("-d", "--no-show-raw-insn", path).Accepts().Said,
            PeImage.Read(path).OptionalHeader.ImageBase);
        var ours = Lines(PeImage.Read(path), []).Select(line => line.Address).ToList();

        Assert.Equal(theirs, ours);
        Assert.True(ours.Count > 50, $"only {ours.Count} instructions");
    }

    [Needs("llvm-objdump llvm-mc")]
    [InlineData(null)]
    public void AndTheyWouldDiffer(string? _)
    {
        using var temp = new TempFolder();
        byte[] image = Program(temp).Image!;
        File.WriteAllBytes(temp["a.efi"], image);
        var ours = Lines(PeImage.Read("a.efi", image), []).Select(line => line.Address).ToList();
        Spoil.Set(temp["a.efi"], PeImage.Read("a.efi", image).Sections[0].PointerToRawData, 0x90);   // in place of a prefix

        Assert.NotEqual(Starts(RealTool.LlvmObjdump.Run("-d", "--no-show-raw-insn", temp["a.efi"]).Accepts().Said, 0), ours);
    }

    [Needs("llvm-mc")]
    [InlineData(null)]
    public void TargetsAndOperandsHaveNames(string? _)
    {
        using var temp = new TempFolder();
        var link = Program(temp);
        var symbols = link.Map!.Symbols.Select(symbol => new CodeSymbol(symbol.Address, symbol.Name, symbol.Length));

        var lines = Lines(PeImage.Read("a.efi", link.Image), symbols);

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

        var lines = Lines(PeImage.Read("a.efi", parts.ToBytes()), []);

        Assert.Equal(["ret", ".byte   0x06", "nop", ".byte   0x48"], lines.Select(line => line.Text.TrimEnd()));
    }

    [Fact]
    public void AnotherMachinesCodeIsRefusedWithAWayOut()
    {
        var image = PeImage.Read("a.efi", EfiLinker.Link([SampleObject.Read(Machine.Arm64)]).Image);

        var fault = Assert.Throws<FaultException>(() => new Disassembly(image)).Fault;

        Assert.Equal(("PE071", "llvm-objdump -d a.efi"), (fault.Code, fault.Hint));
    }

    [Needs("llvm-mc")]
    [InlineData(0, 0)]       // the field of the movabs itself
    [InlineData(1, 1)]       // one byte into it: what follows would be moved too
    [InlineData(-2, 1)]      // its opcode
    public void ABaseRelocationMustHitAnOperand(int shift, int complaints)
    {
        using var temp = new TempFolder();
        var parts = new PeParts(PeImage.Read("a.efi", Program(temp).Image));
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
        var parts = new PeParts(PeImage.Read("a.efi", Program(temp).Image));
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

    [Fact]
    public void CodeAtTheEndOfTheAddressesIsShown()
    {
        var parts = new PeParts(PeImage.Read("a.efi", EfiLinker.Link([SampleObject.Read(Machine.X64)]).Image));
        parts.Sections[0] = parts.Sections[0] with { VirtualAddress = 0xffff_ff00, VirtualSize = 0x200 };

        var lines = Lines(PeImage.Read("a.efi", parts.ToBytes()), [new(0x10, "behind the end"), new(0xffff_ff10, "before it")]);

        Assert.Equal(0x200, lines.Sum(line => line.Bytes.Length));
        Assert.Contains(lines, line => line.Names is ["before it"]);
    }

    private const string CompiledCode = """
        extern "C" {
            struct Node { Node* next; double weight; int keys[7]; };
            int Sum(Node* list) { int sum = 0; for (; list; list = list->next) for (int key : list->keys) sum += key * sum; return sum; }
            double Weigh(Node* list) { double all = 0.5; for (; list; list = list->next) all = all * list->weight + 1.0; return all; }
            unsigned long long Mix(unsigned long long a, unsigned b) {
                for (unsigned i = 0; i < b; i++) { a ^= a << 13; a ^= a >> 7; a *= 0x9e3779b97f4a7c15ull; }
                return a;
            }
            int Choose(int which)
            {
                switch (which) { case 0: return 7; case 1: return 99; case 2: return -4; case 3: return 17; case 4: return 1 << 20; }
                return which / 13;
            }
            int EfiMain(Node* list, int which) { return Sum(list) + (int)Weigh(list) + Choose(which) + (int)Mix(which, 5); }
        }
        int _fltused;
        """;

    private static LinkResult Program(TempFolder temp) =>
        EfiLinker.Link([Assembler.Assemble(temp, "a.obj", Machine.X64, Source)], new() { Map = true });

    private static List<CodeLine> Lines(PeImage image, IEnumerable<CodeSymbol> symbols)
    {
        var code = new Disassembly(image, symbols);
        return [.. code.Sections.SelectMany(code.Lines)];
    }

    private static List<uint> Starts(string said, ulong imageBase) =>
        [.. Instruction().Matches(said).Select(line =>
            (uint)(ulong.Parse(line.Groups[1].Value, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) - imageBase))];

    [GeneratedRegex(@"^\s*([0-9a-f]+):\s", RegexOptions.Multiline)]
    private static partial Regex Instruction();
}
