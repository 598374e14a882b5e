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

    public ReadOnlySpan<byte> Title => Last("title"u8);

    /// <summary>The kernel's path on the volume that the entry is on; empty when the entry names none.</summary>
    public ReadOnlySpan<byte> Linux => Last("linux"u8);

    /// <summary>The initrds' paths, to be read one behind the other.</summary>
    public EntryValues Initrds => new(_text, "initrd"u8);

    /// <summary>The parts of the command line, to be joined by spaces.</summary>
    public EntryValues Options => new(_text, "options"u8);

    /// <summary>Whether the entry may be booted on that machine; one that names no architecture may be on any.</summary>
    public bool IsFor(Machine machine)
    {
        var architecture = Last("architecture"u8);
        return architecture.IsEmpty || Ascii.EqualsIgnoreCase(architecture, machine.EntryWord);
    }

    // A key that should stand once and stands twice: the last one counts, as with systemd-boot.
    private ReadOnlySpan<byte> Last(ReadOnlySpan<byte> key)
    {
        ReadOnlySpan<byte> last = default;
        foreach (var value in new EntryValues(_text, key))
            last = value;
        return last;
    }
}
