using Bq2.Efi.Pe;
using Bq2.Image;
using Bq2.Tests.Booting;
using Bq2.Tests.Cli;

namespace Bq2.Tests.Cellar;

/// <summary>A program asks, somebody types at the serial line, and the program has read it.</summary>
public sealed class ConsoleInputTests
{
    private const string Judges = "qemu-system-x86_64 qemu-system-aarch64";

    private const string Program = """
        Console.Write("Your name? ");
        string? name = Console.ReadLine();
        Console.WriteLine($"Hello, {name}, all {name?.Length} letters of you");
        """;

    [Needs(Judges)]
    [InlineData(Machine.X64)]
    [InlineData(Machine.Arm64)]
    public void ALineIsReadWithItsCorrections(Machine machine)
    {
        using var temp = new TempFolder();
        File.WriteAllText(temp["ask.cs"], Program);
        Bq2Program.Run("efi", "build", temp["ask.cs"], "-o", temp["ask.efi"], "--arch", machine.Name()).Accepts();
        var esp = new Tree();
        esp.AddFile("EFI/BOOT/" + machine.BootFileName(), Content.FromFile(temp["ask.efi"]));
        RawImage.Write(temp["disk"], GptDisk.Plan([new(PartitionType.Esp, FatVolume.Plan(esp))]));

        using var started = VirtualMachine.Start(machine, temp["disk"]);
        started.WaitFor("Your name? ");
        started.Type("Adx\ba\r");

        started.WaitFor("Hello, Ada, all 3 letters of you");
    }
}
