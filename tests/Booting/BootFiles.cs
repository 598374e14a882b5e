using System.Text;
using Bq2.Efi.Pe;
using Bq2.Image;

namespace Bq2.Tests.Booting;

/// <summary>The files of a disk that boots, put together by a test: our loader or another one, entries, kernels.</summary>
internal sealed class BootFiles(Machine machine)
{
    private readonly GuestFiles _guest = new(machine);

    public Tree Esp { get; } = new();

    /// <summary>A second partition for booting, unless it is empty.</summary>
    public Tree Extended { get; } = new();

    /// <summary>What every command line here begins with.</summary>
    public string CommandLine => $"console={_guest.Console} quiet panic=-1";

    /// <summary>Our loader, the kernel as /linux, and an initrd that runs the script as /initrd.</summary>
    public static BootFiles With(Machine machine, string script)
    {
        var files = new BootFiles(machine);
        files.AddLoader(BootLoader.For(machine));
        files.Esp.AddFile("linux", Content.FromFile(files._guest.Kernel));
        files.Add("initrd", Initramfs.With(machine, script));
        return files;
    }

    public void AddLoader(Content loader) => Esp.AddFile("EFI/BOOT/" + machine.BootFileName(), loader);

    public void Add(string path, byte[] bytes) => AddTo(Esp, path, bytes);

    public static void AddTo(Tree volume, string path, byte[] bytes) => volume.AddFile(path, Content.FromBytes(bytes));

    public void Add(string path, string text) => Add(path, Encoding.UTF8.GetBytes(text));

    public void Configure(string text) => Add("loader/loader.conf", text);

    /// <summary>An entry that boots, with more lines; what it appends to the command line tells it from others.</summary>
    public void AddEntry(string fileName, string options = "", string more = "") =>
        Add("loader/entries/" + fileName, $"{more}\nlinux /linux\ninitrd /initrd\noptions {CommandLine} {options}\n");

    public byte[] Kernel() => File.ReadAllBytes(_guest.Kernel);

    public string Write(TempFolder temp, long? espSize = null)
    {
        string disk = temp["disk"];
        var esp = FatVolume.Plan(Esp, new() { Type = FatType.Fat32, Size = espSize });
        List<Partition> partitions = [new(PartitionType.Esp, esp)];
        if (Extended.Root.Children.Any())
            partitions.Add(new(PartitionType.ExtendedBoot, FatVolume.Plan(Extended, new() { Type = FatType.Fat32 })));
        RawImage.Write(disk, GptDisk.Plan(partitions));
        return disk;
    }

    /// <summary>Makes a file of the system partition one that firmware finds and cannot read: it has a length, and no bytes.</summary>
    public static void TakeClusters(string disk, string path)
    {
        long place;
        using (var image = DiskImage.Open(disk))
        {
            using var volume = FatVolume.Open(GptDisk.Read(image).Open(1));
            place = GptDisk.Read(image).Partitions[0].Offset + volume.Find(path)!.ClusterPlace;
        }

        // The low half of the number, and six bytes before it the high one.
        Spoil.Set(disk, place, 0, 0);
        Spoil.Set(disk, place - 6, 0, 0);
    }

    /// <summary>A file on the system partition as a guest or the loader left it.</summary>
    public static byte[] ReadEsp(string disk, string path)
    {
        using var image = DiskImage.Open(disk);
        using var volume = FatVolume.Open(GptDisk.Read(image).Open(1));
        return volume.Read(path);
    }
}
