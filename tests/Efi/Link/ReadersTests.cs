using System.Globalization;
using System.Text.RegularExpressions;
using Bq2.Efi;
using Bq2.Efi.Pe;
using Bq2.Tests.Booting;

namespace Bq2.Tests.Efi.Link;

/// <summary>Other people's readers of PE files on a program that we linked: none has a word to say, and all see the same in it.</summary>
public sealed partial class ReadersTests
{
    // Where our headers have things: 24 bytes of signature and file header, 240 of optional header, then the sections.
    private const int Signature = 0x40, MachineField = 0x44, FirstSection = 0x40 + 24 + 240, RawDataPointer = 20;

    [Needs("llvm-readobj clang llvm-ar")]
    [InlineData(Machine.X64)]
    [InlineData(Machine.Arm64)]
    public void LlvmReadobjSeesWhatWeWrote(Machine machine)
    {
        using var temp = new TempFolder();
        var image = Write(temp, machine);

        string said = Quiet(RealTool.LlvmReadobj.Run("--all", "--coff-basereloc", image.Path));

        Assert.Equal(image.OptionalHeader.AddressOfEntryPoint, Assert.Single(Numbers(ReadobjEntry(), said)));
        Assert.Equal(Sections(image).Select(s => s.Name), ReadobjSection().Matches(said).Select(match => match.Groups[1].Value));
        Assert.Equal(Sections(image).Select(s => s.Address), ReadobjSection().Matches(said).Select(match => Number(match.Groups[2].Value)));
        Assert.Equal(Moved(image), Numbers(ReadobjMoved(), said));
    }

    [Needs("llvm-objdump clang llvm-ar")]
    [InlineData(Machine.X64)]
    [InlineData(Machine.Arm64)]
    public void LlvmObjdumpSeesWhatWeWrote(Machine machine)
    {
        using var temp = new TempFolder();
        var image = Write(temp, machine);

        string said = Quiet(RealTool.LlvmObjdump.Run("-d", "-h", "-p", "-r", image.Path));

        Assert.Equal(Sections(image), LlvmSection().Matches(said).Select(match => (match.Groups[1].Value, Number(match.Groups[2].Value))));
    }

    /// <summary>Debian's objdump knows PE files of its own machine only.</summary>
    [Needs("objdump clang llvm-ar")]
    [InlineData(Machine.X64)]
    public void GnuObjdumpSeesWhatWeWrote(Machine machine)
    {
        using var temp = new TempFolder();
        var image = Write(temp, machine);

        string said = Quiet(RealTool.Objdump.Run("-x", "-d", image.Path));

        Assert.Equal(image.OptionalHeader.AddressOfEntryPoint, Assert.Single(Numbers(GnuEntry(), said)));
        Assert.Equal(Sections(image), GnuSection().Matches(said).Select(match => (match.Groups[1].Value, Number(match.Groups[2].Value))));
        Assert.Equal(Moved(image), Numbers(GnuMoved(), said));
        Assert.Equal(image.Directory(DirectoryIndex.Exception).Length / 12, (uint)GnuFunction().Count(said));
    }

    [Needs("llvm-readobj llvm-objdump objdump clang llvm-ar")]
    [InlineData("llvm-readobj --all --coff-basereloc", Signature)]
    [InlineData("llvm-objdump -d -h -p -r", MachineField)]
    [InlineData("llvm-objdump -d -h -p -r", FirstSection + RawDataPointer + 3)]
    [InlineData("objdump -x -d", MachineField)]
    [InlineData("objdump -x -d", FirstSection + RawDataPointer + 3)]
    public void TheJudgeObjectsToASpoiledByte(string reader, int offset)
    {
        using var temp = new TempFolder();
        var image = Write(temp, Machine.X64);
        Spoil.Flip(image.Path, offset);

        string[] words = reader.Split(' ');
        var outcome = new RealTool(words[0]).Run([.. words[1..], image.Path]);

        Assert.True(outcome.ExitCode != 0 || outcome.Complained.Length > 0, outcome.Said);
    }

    [Needs("llvm-readobj objdump clang llvm-ar")]
    [InlineData(8)]         // the first entry of the first block
    [InlineData(1)]         // the block's page
    public void AnotherRelocationTableIsNoticed(int offset)
    {
        using var temp = new TempFolder();
        var image = Write(temp, Machine.X64);
        Spoil.Flip(image.Path, image.Sections[image.FileHeader.SectionCount - 1].PointerToRawData + offset, 0x10);

        Assert.NotEqual(Moved(image), Numbers(ReadobjMoved(), RealTool.LlvmReadobj.Run("--coff-basereloc", image.Path).Said));
        Assert.NotEqual(Moved(image), Numbers(GnuMoved(), RealTool.Objdump.Run("-x", image.Path).Said));
    }

    private static PeImage Write(TempFolder temp, Machine machine)
    {
        File.WriteAllBytes(temp["a.efi"], LinkedProgram.Link(machine, "-O1", "-fasynchronous-unwind-tables"));
        return PeImage.Read(temp["a.efi"]);
    }

    private static string Quiet(Outcome outcome)
    {
        Assert.Empty(outcome.Accepts().Complained);
        Assert.DoesNotContain("warning:", outcome.Said, StringComparison.OrdinalIgnoreCase);
        return outcome.Said;
    }

    private static IEnumerable<(string Name, uint Address)> Sections(PeImage image)
    {
        for (int i = 0; i < image.FileHeader.SectionCount; i++)
            yield return (image.SectionName(i), image.Sections[i].VirtualAddress);
    }

    private static List<uint> Moved(PeImage image)
    {
        var directory = image.Directory(DirectoryIndex.BaseRelocation);
        var faults = new List<Fault>();
        var moved = BaseRelocations.Decode(image.At(directory.Address, directory.Length).ToArray(), faults);
        Assert.Empty(faults);
        Assert.NotEmpty(moved);
        return moved;
    }

    private static uint Number(string hex) => uint.Parse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static IEnumerable<uint> Numbers(Regex pattern, string text) =>
        pattern.Matches(text).Select(match => Number(match.Groups[1].Value));

    [GeneratedRegex(@"AddressOfEntryPoint: 0x([0-9A-F]+)")]
    private static partial Regex ReadobjEntry();

    [GeneratedRegex(@"^    Name: (\S+) \(.*\n.*\n    VirtualAddress: 0x([0-9A-F]+)", RegexOptions.Multiline)]
    private static partial Regex ReadobjSection();

    [GeneratedRegex(@"Type: DIR64\s+Address: 0x([0-9A-F]+)")]
    private static partial Regex ReadobjMoved();

    [GeneratedRegex(@"^ +\d+ (\S+) +[0-9a-f]{8} ([0-9a-f]{16}) ", RegexOptions.Multiline)]
    private static partial Regex LlvmSection();

    [GeneratedRegex(@"start address 0x([0-9a-f]+)")]
    private static partial Regex GnuEntry();

    [GeneratedRegex(@"^ +\d+ (\S+) +[0-9a-f]{8}  ([0-9a-f]{16})  ", RegexOptions.Multiline)]
    private static partial Regex GnuSection();

    [GeneratedRegex(@"^\treloc .*\[([0-9a-f]+)\] DIR64", RegexOptions.Multiline)]
    private static partial Regex GnuMoved();

    [GeneratedRegex(@"^ [0-9a-f]{16}:\t[0-9a-f]{16} [0-9a-f]{16} [0-9a-f]{16}\s*$", RegexOptions.Multiline)]
    private static partial Regex GnuFunction();
}
