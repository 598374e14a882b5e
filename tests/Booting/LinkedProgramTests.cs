using Bq2.Efi.Pe;
using Bq2.Image;
using Bq2.Sysroot;

namespace Bq2.Tests.Booting;

/// <summary>
/// What we link runs: a program of C and C++ (Linked/) that firmware starts, and that looks at all that a linker can get
/// wrong before it says its closing word. Silence is failure.
/// </summary>
public sealed class LinkedProgramTests
{
    private const string Judges = "qemu-system-x86_64 qemu-system-aarch64 clang llvm-ar";
    private const string AllWell = "linked: all of 108 checks passed";

    [Needs(Judges)]
    [InlineData(Machine.X64, "-O2")]
    [InlineData(Machine.Arm64, "-O1")]
    public void ALinkedProgramPassesItsOwnChecks(Machine machine, string optimisation)
    {
        var outcome = Start(machine, LinkedProgram.Link(machine, optimisation, "-Werror"), AllWell);

        Assert.True(outcome.ExpectedSaid, $"nobody said \"{AllWell}\":\n{outcome.Said}{outcome.Complained}");
        Assert.DoesNotContain("linked: wrong", outcome.Said, StringComparison.Ordinal);
    }

    /// <summary>The same program whose table of base relocations moves nothing.</summary>
    [Needs(Judges)]
    [InlineData(Machine.X64, "-O2")]
    public void AProgramThatIsNotRelocatedSaysSo(Machine machine, string optimisation)
    {
        const string Wrong = "linked: wrong: a pointer to a function";
        byte[] program = LinkedProgram.Link(machine, optimisation, "-Werror");
        StayPut(program);

        var outcome = Start(machine, program, Wrong);

        Assert.True(outcome.ExpectedSaid, $"nobody said \"{Wrong}\":\n{outcome.Said}{outcome.Complained}");
        Assert.DoesNotContain("checks passed", outcome.Said, StringComparison.Ordinal);
    }

    /// <summary>Entries of kind 0 do nothing.</summary>
    private static void StayPut(byte[] program)
    {
        var image = PeImage.Read("linked.efi", program);
        var table = image.Sections[image.FileHeader.SectionCount - 1];
        const int BlockHeaderLength = 8;
        for (uint at = 0; at < table.VirtualSize; at += BitConverter.ToUInt32(program, (int)(table.PointerToRawData + at + 4)))
        {
            int entries = (int)(table.PointerToRawData + at) + BlockHeaderLength;
            program.AsSpan(entries, BitConverter.ToInt32(program, entries - 4) - BlockHeaderLength).Clear();
        }
    }

    private static BootOutcome Start(Machine machine, byte[] program, string expect)
    {
        using var temp = new TempFolder();
        var esp = new Tree();
        esp.AddFile("EFI/BOOT/" + machine.BootFileName(), Content.FromBytes(program));
        RawImage.Write(temp["disk"], GptDisk.Plan([new(PartitionType.Esp, FatVolume.Plan(esp))]));

        return Emulator.Run(Boot.Of(temp["disk"], QemuMachine.Of(machine)) with { Expect = expect, Timeout = TimeSpan.FromSeconds(90) });
    }
}
