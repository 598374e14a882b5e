using System.Text;
using Bq2.Efi.Pe;

namespace Bq2.Efi.Boot;

/// <summary>
/// A boot entry in a text file: "Type #1 Boot Loader Entry Files" of the Boot Loader Specification (UAPI.1). Properties are slices of the
/// text, which is small and is searched again for each of them, so that nothing must be stored.
/// </summary>
internal readonly ref struct BootEntry(ReadOnlySpan<byte> text)
{
    /// <summary>A longer file is not an entry.</summary>
    public const int MaxTextLength = 64 << 10;

    private readonly ReadOnlySpan<byte> _text = text;

    /// <summary>Its name in the menu.</summary>
    public ReadOnlySpan<byte> Title => Last("title"u8);

    /// <summary>The version of what is started; among entries of one sort key and machine the newest comes first.</summary>
    public ReadOnlySpan<byte> Version => Last("version"u8);

    /// <summary>The installation it belongs to.</summary>
    public ReadOnlySpan<byte> MachineId => Last("machine-id"u8);

    /// <summary>The system's key for sorting.</summary>
    public ReadOnlySpan<byte> SortKey => Last("sort-key"u8);

    /// <summary>The kernel's path on the entry's volume; empty if the entry names none.</summary>
    public ReadOnlySpan<byte> Linux => Last("linux"u8);

    /// <summary>The path of what is started: a kernel, another EFI program, or a unified kernel image.</summary>
    public ReadOnlySpan<byte> Program => Last(ProgramKey);

    /// <summary>The SHA-256 that the program must have, in hexadecimal; empty if it is not checked.</summary>
    public ReadOnlySpan<byte> ProgramHash =>
        Last(!Linux.IsEmpty ? "linux-sha256"u8 : !Last("efi"u8).IsEmpty ? "efi-sha256"u8 : "uki-sha256"u8);

    /// <summary>The paths of the initrds, which are concatenated.</summary>
    public EntryValues Initrds => new(_text, "initrd"u8);

    /// <summary>One hash for each initrd, in the same order; or none.</summary>
    public EntryValues InitrdHashes => new(_text, "initrd-sha256"u8);

    /// <summary>The path of the device tree to install for the kernel; empty for firmware's own.</summary>
    public ReadOnlySpan<byte> DeviceTree => Last("devicetree"u8);

    /// <summary>The SHA-256 that it must have, in hexadecimal; empty if it is not checked.</summary>
    public ReadOnlySpan<byte> DeviceTreeHash => Last("devicetree-sha256"u8);

    /// <summary>The parts of the command line; they are joined with spaces.</summary>
    public EntryValues Options => new(_text, "options"u8);

    /// <summary>The profile to use in a unified kernel image.</summary>
    public ReadOnlySpan<byte> Profile => Last("profile"u8);

    private ReadOnlySpan<byte> ProgramKey => !Linux.IsEmpty ? "linux"u8 : !Last("efi"u8).IsEmpty ? "efi"u8 : "uki"u8;

    /// <summary>Whether the entry is for that machine; one without an architecture is for any.</summary>
    public bool IsFor(Machine machine)
    {
        var architecture = Last("architecture"u8);
        return architecture.IsEmpty || Ascii.EqualsIgnoreCase(architecture, machine.EntryWord);
    }

    /// <summary>
    /// Why it cannot be booted on that machine. An unknown key is ignored, but a key that we know and do not support is a reason: what it
    /// asks for would be missing.
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
        if (Profile.Length > 0 && DecimalText.Read(Profile) is < 0 or > 999)
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

    // If a key that may occur once occurs twice, the last one counts, as with systemd-boot.
    private ReadOnlySpan<byte> Last(ReadOnlySpan<byte> key)
    {
        ReadOnlySpan<byte> last = default;
        foreach (var value in new EntryValues(_text, key))
            last = value;
        return last;
    }
}
