using System.IO.Enumeration;

namespace Bq2.Sysroot;

/// <summary>Finds UEFI firmware for a machine: by its descriptors, else in the usual places.</summary>
internal static class FirmwareFinder
{
    // Firmware with enrolled keys refuses our unsigned loader; with SMM it needs another machine type.
    private static readonly string[] s_unfit = ["enrolled-keys", "requires-smm"];

    private static readonly string[] s_folders = ["/usr/share/qemu/firmware", "/etc/qemu/firmware"];

    /// <summary>
    /// Looks in the distribution's and the computer's descriptors, and in those of the user's <paramref name="configFolder"/>.
    /// </summary>
    public static Firmware Find(QemuMachine machine, string? configFolder)
    {
        string[] folders = configFolder is null ? s_folders : [.. s_folders, Path.Combine(configFolder, "qemu/firmware")];
        return Find(machine, folders)
            ?? throw new OutsideException(
                $"no UEFI firmware for {machine.Name}: none described in {string.Join(", ", folders)}, none in the usual places",
                $"install it: on Debian, the package {machine.FirmwarePackage}");
    }

    public static Firmware? Find(QemuMachine machine, IEnumerable<string> folders)
    {
        var described = Descriptors(folders)
            .Select(FirmwareDescriptor.Read)
            .OfType<FirmwareDescriptor>()
            .Where(firmware => Fits(firmware, machine))
            .OrderBy(firmware => firmware.Features.Contains("secure-boot")) // false comes first
            .Select(firmware => new Firmware(
                firmware.Mapping.Executable!.Filename,
                firmware.Mapping.NvramTemplate!.Filename,
                firmware.Mapping.Executable.Format));
        var usual = machine.FirmwarePlaces.Select(place => new Firmware(place.Code, place.Variables));

        return described.Concat(usual).FirstOrDefault(firmware => File.Exists(firmware.Code) && File.Exists(firmware.Variables));
    }

    /// <summary>
    /// In the order of their names, whatever their folder. If two have the same name, the later folder's counts; an empty file, or a link
    /// to /dev/null, only hides the other (qemu's docs/interop/firmware.json).
    /// </summary>
    private static string[] Descriptors(IEnumerable<string> folders)
    {
        var byName = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (string folder in folders.Where(Directory.Exists))
        {
            foreach (string path in Directory.GetFiles(folder, "*.json"))
                byName[Path.GetFileName(path)] = path;
        }

        return [.. byName.Values];
    }

    private static bool Fits(FirmwareDescriptor firmware, QemuMachine machine) =>
        firmware.InterfaceTypes.Contains("uefi")
        && firmware.Mapping is { Device: "flash", Mode: null or "split", Executable: { } code, NvramTemplate: { } variables }
        && code.Format == variables.Format
        && firmware.Targets.Any(target =>
            target.Architecture == machine.Name && target.Machines.Any(pattern => Names(pattern, machine)))
        && !firmware.Features.Intersect(s_unfit).Any();

    // Patterns match a board's name with its version, such as pc-q35-9.0; any version is accepted.
    private static bool Names(string pattern, QemuMachine machine) =>
        FileSystemName.MatchesSimpleExpression(pattern, machine.BoardName + "9.0", ignoreCase: false);
}
