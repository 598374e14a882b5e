using Bq2.Efi.Binary;
using Bq2.Efi.Pe;
using Bq2.Image;

namespace Bq2.Sysroot.Run;

/// <summary>The disk for what is none itself, a lone UEFI program or a folder of files for an EFI system partition; gone when it is disposed.</summary>
internal sealed class MadeDisk : IDisposable
{
    private readonly Cleanup _removal;

    private MadeDisk(Regions plan, Machine? machine)
    {
        string folder = Directory.CreateTempSubdirectory("bq2-disk-").FullName;
        _removal = new(() => Directory.Delete(folder, recursive: true));
        (Path, Machine) = (System.IO.Path.Combine(folder, "disk.raw"), machine);
        RawImage.Write(Path, plan);
    }

    public string Path { get; }

    /// <summary>Null where there is a program for each.</summary>
    public Machine? Machine { get; }

    /// <summary>Null for a file that is a disk already, or that is not there.</summary>
    public static MadeDisk? Of(string path)
    {
        if (Directory.Exists(path))
            return OfFolder(path);
        return File.Exists(path) && Content.FromFile(path).Head(2).AsSpan().SequenceEqual("MZ"u8) ? OfProgram(path) : null;
    }

    public void Dispose() => _removal.Dispose();

    private static MadeDisk OfProgram(string path)
    {
        var machine = PeImage.Read(path, File.ReadAllBytes(path)).FileHeader.Machine;
        if (machine is not (Efi.Pe.Machine.X64 or Efi.Pe.Machine.Arm64))
            throw new BadFormatException(new(ProgramFaults.MachineUnknown, $"the program is for {machine.Name()}, which cannot be started here") { Path = path });

        var files = new Tree();
        files.AddFile(DiskProbe.BootPath(machine), Tree.FileOf(path));

        // Where the program ends with an error, firmware goes on to its shell, and that to this script.
        files.AddFile("startup.nsh", Content.FromBytes("reset -s\r\n"u8.ToArray()));
        return new(DiskOf(files), machine);
    }

    private static MadeDisk OfFolder(string path)
    {
        var files = Tree.FromFolder(path);
        var found = DiskProbe.MachinesWith(file => files.Find(file) is not null);
        if (found.Length == 0)
        {
            throw new BadFormatException(new(ProgramFaults.NothingInFolder, $"there is no {DiskProbe.BootPath(Efi.Pe.Machine.X64)} or {Efi.Pe.Machine.Arm64.BootFileName()} in the folder for firmware to start")
            {
                Path = path,
                Hint = "put a program there, or make a disk with a kernel by bq2-image build",
            });
        }

        return new(DiskOf(files), found is [var only] ? only : null);
    }

    private static Regions DiskOf(Tree files) =>
        GptDisk.Plan([new(PartitionType.Esp, FatVolume.Plan(files, new() { Type = FatType.Fat32, Label = "ESP" }))]);
}
