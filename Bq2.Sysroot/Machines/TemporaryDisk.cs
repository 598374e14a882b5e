using Bq2.Efi;
using Bq2.Efi.Files;
using Bq2.Efi.Pe;
using Bq2.Image;

namespace Bq2.Sysroot;

/// <summary>
/// A temporary disk for a single UEFI program or a folder of files for an EFI system partition. Disposing deletes it.
/// </summary>
internal sealed class TemporaryDisk : IDisposable
{
    private readonly Cleanup _removal;

    private TemporaryDisk(Regions plan, Machine? machine)
    {
        string folder = Directory.CreateTempSubdirectory("bq2-disk-").FullName;
        _removal = new(() => Directory.Delete(folder, recursive: true));
        (Path, Machine) = (System.IO.Path.Combine(folder, "disk.raw"), machine);
        RawImage.Write(Path, plan);
    }

    public string Path { get; }

    /// <summary>Null if there are programs for more than one machine.</summary>
    public Machine? Machine { get; }

    /// <summary>Null for a file or device that is already a disk; it always is if its format is given.</summary>
    public static TemporaryDisk? Of(NamedFile file, bool isPipe, OpenOptions options)
    {
        if (options.Format is null && Content.FromFile(file).Head(2).AsSpan().SequenceEqual("MZ"u8))
            return OfProgram(file);
        return isPipe ? OfPipe(file, options) : null;
    }

    /// <summary>
    /// An EFI system partition with everything in the folder; or, if firmware would find nothing in it to start, but there is a kernel, a
    /// disk that boots the folder as its root.
    /// </summary>
    public static TemporaryDisk OfFolder(string path) => OfTree(path, Tree.FromFolder(path));

    /// <summary>The same for a tree.</summary>
    public static TemporaryDisk OfTree(string path, Tree files)
    {
        var found = DiskProbe.MachinesWith(file => files.Find(file) is not null);
        if (found.Length > 0)
            return new(DiskOf(files), found is [var only] ? only : null);
        if (BootDisk.MachineOf(new RootVolume(files)) is { } machine)
            return new(new BootDisk { Machine = machine, Root = new(files) }.Plan(), machine);

        string places = $"{DiskProbe.BootPath(Efi.Pe.Machine.X64)} or {Efi.Pe.Machine.Arm64.BootFileName()}";
        throw new FaultException(new(SysrootFaults.NothingInFolder,
            $"there is no {places} in it for firmware to start, and no kernel in /boot or /usr/lib/modules")
        {
            Path = path,
            Hint = "put a program or a kernel there, or make a disk from a kernel",
        });
    }

    public void Dispose() => _removal.Dispose();

    // QEMU needs a file with a name.
    private static TemporaryDisk OfPipe(NamedFile file, OpenOptions options)
    {
        using var disk = DiskImage.Open(file, options);
        return new(Regions.Of(disk), machine: null);
    }

    private static TemporaryDisk OfProgram(NamedFile file)
    {
        var machine = PeImage.Read(file.Name, file.ReadAll()).FileHeader.Machine;
        if (machine is not (Efi.Pe.Machine.X64 or Efi.Pe.Machine.Arm64))
        {
            string found = $"the program is for {machine.Name()}, which cannot be started here";
            throw new FaultException(new(SysrootFaults.MachineUnknown, found) { Path = file.Name });
        }

        var files = new Tree();
        files.AddFile(DiskProbe.BootPath(machine), Content.FromFile(file));

        // If the program ends with an error, firmware continues to its shell, which runs this script.
        files.AddFile("startup.nsh", Content.FromBytes("reset -s\r\n"u8.ToArray()));
        return new(DiskOf(files), machine);
    }

    private static Regions DiskOf(Tree files) =>
        GptDisk.Plan([new(PartitionType.Esp, FatVolume.Plan(files, new() { Type = FatType.Fat32, Label = "ESP" }))]);
}
