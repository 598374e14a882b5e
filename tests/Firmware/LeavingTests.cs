using Bq2.Efi.Pe;
using Bq2.Sysroot;
using Bq2.Image;
using Bq2.Tests.Booting;
using Bq2.Tests.Cli;

namespace Bq2.Tests.Cellar;

/// <summary>
/// A program that calls ExitBootServices and goes on, as a loader does: what the core library hid from it and guarded is ordinary memory
/// again, without the firmware that could put it back.
/// </summary>
public sealed class LeavingTests
{
    private const string Judges = "qemu-system-x86_64 qemu-system-aarch64";

    [Needs(Judges)]
    [InlineData(Machine.X64)]
    [InlineData(Machine.Arm64)]
    public void TheMemoryIsThereAgain(Machine machine)
    {
        using var temp = new TempFolder();
        string folder = Path.Combine(Repository.Root, "tests/Firmware");
        string[] sources = [Path.Combine(folder, "Leaving/Program.cs"), Path.Combine(folder, "Probes/Machine.cs")];
        Bq2Program.Run(["efi", "build", .. sources, "-o", temp["leaving.efi"], "--arch", machine.Name()]).Accepts();
        var esp = new Tree();
        esp.AddFile("EFI/BOOT/" + machine.BootFileName(), Content.FromFile(temp["leaving.efi"]));
        RawImage.Write(temp["disk"], GptDisk.Plan([new(PartitionType.Esp, FatVolume.Plan(esp))]));

        var boot = Bq2.Sysroot.Boot.Of(temp["disk"], QemuMachine.Of(machine)) with
        {
            Format = "raw",
            Expect = "done",
            Timeout = TimeSpan.FromSeconds(60),
        };
        var outcome = Emulator.Run(boot);

        string[] said = outcome.Said.Split("\r\n");
        Assert.True(outcome.ExpectedSaid, outcome.Said + outcome.Complained);
        Assert.Equal(["left the boot services", "the first pages can be used", "and so can the pages below the stack", "done"],
            said.SkipWhile(line => line != "left the boot services").Take(4));
    }
}
