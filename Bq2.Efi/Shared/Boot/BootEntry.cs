using System.Text;
using Bq2.Efi.Pe;

namespace Bq2.Efi.Boot;

/// <summary>
/// One way to boot, as a text file says it: "Type #1 Boot Loader Entry Files" of the Boot Loader Specification (UAPI.1).
/// Hands out slices of the text, which is searched anew for each of them: it is small, and so nothing must be kept.
/// </summary>
public readonly ref struct BootEntry(ReadOnlySpan<byte> text)
{
    /// <summary>A longer file is no entry.</summary>
    public const int LongestText = 64 << 10;

    private readonly ReadOnlySpan<byte> _text = text;

    /// <summary>What a menu calls it.</summary>
    public ReadOnlySpan<byte> Title => Last("title"u8);

    /// <summary>Of what is started; among entries of one sort key and machine the newest comes first.</summary>
    public ReadOnlySpan<byte> Version => Last("version"u8);

    /// <summary>Which installation it belongs to.</summary>
    public ReadOnlySpan<byte> MachineId => Last("machine-id"u8);

    /// <summary>Which system it is, for the order.</summary>
    public ReadOnlySpan<byte> SortKey => Last("sort-key"u8);

    /// <summary>The kernel's path on the volume that the entry is on; empty when the entry names none.</summary>
    public ReadOnlySpan<byte> Linux => Last("linux"u8);

    /// <summary>The path of what is started: a kernel, another EFI program, or a unified kernel image.</summary>
    public ReadOnlySpan<byte> Program => Last(ProgramKey);

    /// <summary>The SHA-256 that the program must have, in hexadecimal; empty when any will do.</summary>
    public ReadOnlySpan<byte> ProgramHash =>
        Last(!Linux.IsEmpty ? "linux-sha256"u8 : !Last("efi"u8).IsEmpty ? "efi-sha256"u8 : "uki-sha256"u8);

    /// <summary>The initrds' paths, to be read one behind the other.</summary>
    public EntryValues Initrds => new(_text, "initrd"u8);

    /// <summary>As many hashes as there are initrds, in their order; or none.</summary>
    public EntryValues InitrdHashes => new(_text, "initrd-sha256"u8);

    /// <summary>The path of the device tree to install for the kernel; empty for firmware's own.</summary>
    public ReadOnlySpan<byte> DeviceTree => Last("devicetree"u8);

    /// <summary>The SHA-256 that it must have, in hexadecimal; empty when any will do.</summary>
    public ReadOnlySpan<byte> DeviceTreeHash => Last("devicetree-sha256"u8);

    /// <summary>The parts of the command line, to be joined by spaces.</summary>
    public EntryValues Options => new(_text, "options"u8);

    /// <summary>Which of the profiles in a unified kernel image is meant.</summary>
    public ReadOnlySpan<byte> Profile => Last("profile"u8);

    private ReadOnlySpan<byte> ProgramKey => !Linux.IsEmpty ? "linux"u8 : !Last("efi"u8).IsEmpty ? "efi"u8 : "uki"u8;

    /// <summary>Whether the entry may be booted on that machine; one that names no architecture may be on any.</summary>
    public bool IsFor(Machine machine)
    {
        var architecture = Last("architecture"u8);
        return architecture.IsEmpty || Ascii.EqualsIgnoreCase(architecture, machine.EntryWord);
    }

    /// <summary>
    /// Why it cannot be booted there as it says. A key that we do not know is no reason, but one that we know and cannot do is:
    /// what it asks for would be missing in what we start.
    /// </summary>
    public EntryProblem ProblemOn(Machine machine)
    {
        if (!IsFor(machine))
            return EntryProblem.OtherMachine;
        if (Program.IsEmpty)
            return Last("uki-url"u8).IsEmpty ? EntryProblem.NoProgram : EntryProblem.Url;
        if (!Last("devicetree-overlay"u8).IsEmpty)
            return EntryProblem.Overlay;
        if (!Last("extra"u8).IsEmpty)
            return EntryProblem.Extra;
        if (Profile.Length > 0 && Decimal.Read(Profile) is < 0 or > 999)
            return EntryProblem.Profile;
        return HashProblem();
    }

    private EntryProblem HashProblem()
    {
        if (!IsHashOrNone(ProgramHash) || !IsHashOrNone(DeviceTreeHash))
            return EntryProblem.NoHash;

        int hashes = 0, initrds = 0;
        foreach (var hash in InitrdHashes)
        {
            if (!IsHashOrNone(hash))
                return EntryProblem.NoHash;
            hashes++;
        }

        foreach (var initrd in Initrds)
            initrds++;
        return hashes == 0 || hashes == initrds ? EntryProblem.None : EntryProblem.HashCount;
    }

    private static bool IsHashOrNone(ReadOnlySpan<byte> hash) => hash.IsEmpty || Sha256.IsText(hash);

    // A key that should stand once and stands twice: the last one counts, as with systemd-boot.
    private ReadOnlySpan<byte> Last(ReadOnlySpan<byte> key)
    {
        ReadOnlySpan<byte> last = default;
        foreach (var value in new EntryValues(_text, key))
            last = value;
        return last;
    }
}
