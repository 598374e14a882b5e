using System.Globalization;
using System.Text.RegularExpressions;
using Bq2.Efi.Link;
using Bq2.Efi.Link.Resolution;
using Bq2.Efi.Pe;

namespace Bq2.Tests.Efi.Pe;

/// <summary>Where instructions begin, with LLVM's disassembler as the judge.</summary>
public sealed partial class DisassemblyAgainstLlvmTests
{
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
        var ours = DisassemblySample.Lines(PeImage.Read(path), []).Select(line => line.Address).ToList();

        Assert.Equal(theirs, ours);
        Assert.True(ours.Count > 50, $"only {ours.Count} instructions");
    }

    [Needs("llvm-objdump llvm-mc")]
    [InlineData(null)]
    public void ADifferenceIsNoticed(string? _)
    {
        using var temp = new TempFolder();
        byte[] image = DisassemblySample.Link(temp).Image!;
        File.WriteAllBytes(temp["a.efi"], image);
        var ours = DisassemblySample.Lines(PeImage.Read("a.efi", image), []).Select(line => line.Address).ToList();
        Spoil.Set(temp["a.efi"], PeImage.Read("a.efi", image).Sections[0].PointerToRawData, 0x90);   // in place of a prefix

        Assert.NotEqual(Starts(RealTool.LlvmObjdump.Run("-d", "--no-show-raw-insn", temp["a.efi"]).Accepts().Said, 0), ours);
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

    private static List<uint> Starts(string said, ulong imageBase) =>
        [.. Instruction().Matches(said).Select(line =>
            (uint)(ulong.Parse(line.Groups[1].Value, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) - imageBase))];

    [GeneratedRegex(@"^\s*([0-9a-f]+):\s", RegexOptions.Multiline)]
    private static partial Regex Instruction();
}
