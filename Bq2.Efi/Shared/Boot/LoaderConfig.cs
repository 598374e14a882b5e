using System.Text;

namespace Bq2.Efi.Boot;

/// <summary>What loader.conf says, which is written as entries are. Keys that mean nothing to us are passed over.</summary>
internal readonly ref struct LoaderConfig(ReadOnlySpan<byte> text)
{
    private readonly ReadOnlySpan<byte> _text = text;

    /// <summary>A pattern for the entry to start, or @saved for the one that was started last.</summary>
    public ReadOnlySpan<byte> Default => Last("default"u8);

    /// <summary>Goes before <see cref="Default"/>, but not to an entry that has no tries left.</summary>
    public ReadOnlySpan<byte> Preferred => Last("preferred"u8);

    public MenuTimeout Timeout => MenuTimeout.Read(Last("timeout"u8));

    /// <summary>A number, keep, auto or max.</summary>
    public ReadOnlySpan<byte> ConsoleMode => Last("console-mode"u8);

    public bool Editor => Switch("editor"u8, true);

    public bool AutoEntries => Switch("auto-entries"u8, true);

    public bool AutoFirmware => Switch("auto-firmware"u8, true);

    public bool AutoPoweroff => Switch("auto-poweroff"u8, false);

    public bool AutoReboot => Switch("auto-reboot"u8, false);

    public bool RebootOnError => Switch("reboot-on-error"u8, false);

    private bool Switch(ReadOnlySpan<byte> key, bool usual)
    {
        var value = Last(key);
        return usual ? !IsNo(value) : IsYes(value);
    }

    private static bool IsYes(ReadOnlySpan<byte> word) =>
        Is(word, "yes"u8) || Is(word, "y"u8) || Is(word, "true"u8) || Is(word, "t"u8) || Is(word, "on"u8) || Is(word, "1"u8);

    private static bool IsNo(ReadOnlySpan<byte> word) =>
        Is(word, "no"u8) || Is(word, "n"u8) || Is(word, "false"u8) || Is(word, "f"u8) || Is(word, "off"u8) || Is(word, "0"u8);

    private static bool Is(ReadOnlySpan<byte> word, ReadOnlySpan<byte> other) => Ascii.EqualsIgnoreCase(word, other);

    private ReadOnlySpan<byte> Last(ReadOnlySpan<byte> key)
    {
        ReadOnlySpan<byte> last = default;
        foreach (var value in new EntryValues(_text, key))
            last = value;
        return last;
    }
}
