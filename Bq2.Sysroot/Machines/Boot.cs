using Bq2.Image;

namespace Bq2.Sysroot;

/// <summary>One start of a machine from a disk: all that QEMU needs to be told, and how long to listen for what.</summary>
internal sealed record Boot(QemuMachine Machine, Firmware Firmware, string Disk, string Format)
{
    /// <summary>What the user calls the disk.</summary>
    public string Name { get; init; } = Disk;

    /// <summary>The disk's, in bytes.</summary>
    public int SectorSize { get; init; } = 512;

    /// <summary>MiB.</summary>
    public int Memory { get; init; } = BootOptions.UsualMemory;

    /// <summary>Let the guest run on this computer's own processor.</summary>
    public bool Accelerated { get; init; }

    /// <summary>Let a person at our terminal answer the guest. A script's input is not the guest's to take.</summary>
    public bool Interactive { get; init; }

    /// <summary>The words that end the wait.</summary>
    public string? Expect { get; init; }

    public TimeSpan? Timeout { get; init; }

    /// <summary>
    /// A boot with the firmware this computer has, and the disk's format and sectors as the disk tells them. Firmware described in
    /// the user's own <paramref name="configFolder"/> comes before the distribution's.
    /// </summary>
    public static Boot Of(string disk, QemuMachine machine, OpenOptions? options = null, string? configFolder = null)
    {
        var firmware = FirmwareFinder.Find(machine, configFolder);
        var (format, sectorSize) = DiskProbe.Look(disk, options ?? new());
        return new(machine, firmware, disk, format) { SectorSize = sectorSize };
    }
}
