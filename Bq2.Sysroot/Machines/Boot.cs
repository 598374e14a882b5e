using Bq2.Image;

namespace Bq2.Sysroot;

/// <summary>One boot of a machine from a disk: everything that QEMU needs, the text to wait for, and the timeout.</summary>
internal sealed record Boot(QemuMachine Machine, Firmware Firmware, string Disk, string Format)
{
    /// <summary>The user's name for the disk.</summary>
    public string Name { get; init; } = Disk;

    /// <summary>The disk's sector size in bytes.</summary>
    public int SectorSize { get; init; } = 512;

    /// <summary>MiB.</summary>
    public int Memory { get; init; } = BootOptions.UsualMemory;

    /// <summary>Run the guest on this computer's own processor.</summary>
    public bool Accelerated { get; init; }

    /// <summary>Connect our terminal to the guest. The guest must not read a script's input.</summary>
    public bool Interactive { get; init; }

    /// <summary>The text that ends the wait.</summary>
    public string? Expect { get; init; }

    /// <summary>Texts that make the boot a failure. The machine goes on until it ends by itself, so that all of it is shown.</summary>
    public IReadOnlyList<string> Reject { get; init; } = [];

    public TimeSpan? Timeout { get; init; }

    /// <summary>
    /// A boot with the installed firmware, and the disk's detected format and sector size. Firmware described in the user's own
    /// <paramref name="configFolder"/> comes before the distribution's.
    /// </summary>
    public static Boot Of(string disk, QemuMachine machine, OpenOptions? options = null, string? configFolder = null)
    {
        var firmware = FirmwareFinder.Find(machine, configFolder);
        var (format, sectorSize) = DiskProbe.Look(disk, options ?? new());
        return new(machine, firmware, disk, format) { SectorSize = sectorSize };
    }
}
