using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Bq2.Efi.Elf;
using Bq2.Efi.Link;
using Bq2.Efi.Pe;
using Bq2.Image;

namespace Bq2.Tests.Efi;

/// <summary>Static programs for Linux, made of what was linked as for firmware.</summary>
public sealed class ElfProgramTests
{
    [Fact]
    public void StructsAreAsLongAsTheirSpecification()
    {
        Assert.Equal(ElfHeader.Size, Unsafe.SizeOf<ElfHeader>());
        Assert.Equal(24, (int)Marshal.OffsetOf<ElfHeader>(nameof(ElfHeader.Entry)));
        Assert.Equal(52, (int)Marshal.OffsetOf<ElfHeader>(nameof(ElfHeader.HeaderSize)));
        Assert.Equal(ElfProgramHeader.Size, Unsafe.SizeOf<ElfProgramHeader>());
        Assert.Equal(48, (int)Marshal.OffsetOf<ElfProgramHeader>(nameof(ElfProgramHeader.Alignment)));
    }

    /// <summary>The kernel runs it, and the program that says hello reads its words through a pointer that had to be moved.</summary>
    [Needs("qemu-x86_64-static qemu-aarch64-static clang")]
    [InlineData(Machine.X64)]
    [InlineData(Machine.Arm64)]
    public void TheKernelRunsIt(Machine machine)
    {
        using var temp = new TempFolder();
        var image = Link(temp, machine);
        byte[] program = ElfProgram.Write(image);
        WriteProgram(temp["program"], program);

        var ran = new RealTool($"qemu-{machine.Name()}-static").Run(temp["program"]);
        Assert.Equal((7, "hello\n"), (ran.ExitCode, ran.Said));
    }

    /// <summary>Not even where pages have 64 KiB do two segments share one, and each is where the file has it.</summary>
    [Needs("llvm-readelf clang")]
    [InlineData(Machine.X64)]
    [InlineData(Machine.Arm64)]
    public void SegmentsHaveTheirRightsAndSharePages(Machine machine)
    {
        using var temp = new TempFolder();
        WriteProgram(temp["program"], ElfProgram.Write(Link(temp, machine)));
        string said = new RealTool("llvm-readelf").Run("--program-headers", "--wide", temp["program"]).Accepts().Said;
        string[][] loads = [.. said.Split('\n').Where(line => line.Contains(" LOAD ", StringComparison.Ordinal))
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))];

        Assert.Equal(["R E", "R", "RW"], loads.Select(load => string.Join(' ', load[6..^1])));
        long end = 0;
        foreach (long[] load in loads.Select(load => load[1..6].Select(text => Convert.ToInt64(text, 16)).ToArray()))
        {
            Assert.Equal(load[0] % 65536, load[1] % 65536);
            Assert.True(load[1] / 65536 > end / 65536, said);
            end = load[1] + load[4] - 1;
        }

        Assert.Contains("GNU_STACK", said, StringComparison.Ordinal);
    }

    [Needs("qemu-x86_64-static qemu-aarch64-static")]
    [InlineData(Machine.X64)]
    [InlineData(Machine.Arm64)]
    public void OurInitIsForInitrdsOnly(Machine machine)
    {
        using var temp = new TempFolder();
        byte[] program = InitProgram.For(machine).Head(1 << 20);
        Assert.Equal(File.ReadAllBytes(Repository.Init(machine)), program);
        Assert.InRange(program.Length, 1, 60 << 10);
        WriteProgram(temp["init"], program);

        var ran = new RealTool($"qemu-{machine.Name()}-static").Run(temp["init"]);

        Assert.Equal(1, ran.ExitCode);
        Assert.Contains("bq2-init: this is the first process of an initrd", ran.Complained, StringComparison.Ordinal);
    }

    private const string Source = """
        typedef long long word;
        extern "C" word Bq2SystemCall(word number, word a, word b, word c, word d, word e, word f);
        static const char* words[] = { "hello\n" };
        const char** pointer = words;
        int zeros[5000];
        int initialized = 6;
        extern "C" void LinuxMain(word* stack)
        {
            zeros[4999] += initialized + (int)stack[0];
            Bq2SystemCall(WRITE, 1, (word)*pointer, 6, 0, 0, 0);
            Bq2SystemCall(EXIT, zeros[4999], 0, 0, 0, 0, 0);
        }
        """;

    private static PeImage Link(TempFolder temp, Machine machine)
    {
        File.WriteAllText(temp["main.cpp"], Source);
        string[] numbers = machine == Machine.X64 ? ["-DWRITE=1", "-DEXIT=231"] : ["-DWRITE=64", "-DEXIT=94"];
        var compiled = Assembler.CompileFile(temp, "main.obj", machine, temp["main.cpp"], numbers);
        var link = EfiLinker.Link([compiled], new() { Entry = ElfProgram.Entry, SectionGap = ElfProgram.LargestPage });
        Assert.Empty(link.Faults);
        return PeImage.Read("main", link.Image!);
    }

    private static void WriteProgram(string path, byte[] bytes)
    {
        File.WriteAllBytes(path, bytes);
        new RealTool("chmod").Run("755", path).Accepts();
    }
}
