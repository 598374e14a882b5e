using System.Text;

namespace Bq2.Efi.Boot;

/// <summary>loader.conf, which has the syntax of entries. Unknown keys are ignored.</summary>
internal readonly ref struct LoaderConfig(ReadOnlySpan<byte> text)
{
    private readonly ReadOnlySpan<byte> _text = text;

    /// <summary>A pattern for the entry to start, or @saved for the one that was started last.</summary>
    public ReadOnlySpan<byte> Default => Last("default"u8);

    /// <summary>Takes precedence over <see cref="Default"/>, but skips entries that have no tries left.</summary>
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

    // systemd accepts yes, y, true, t, on, 1 and no, n, false, f, off, 0.
    private bool Switch(ReadOnlySpan<byte> key, bool usual)
    {
        var value = Last(key);
        return Ascii.EqualsIgnoreCase(value, "on"u8) || (!Ascii.EqualsIgnoreCase(value, "off"u8) && (value.IsEmpty ? usual : value[0] switch
        {
            (byte)'1' or (byte)'y' or (byte)'Y' or (byte)'t' or (byte)'T' => true,
            (byte)'0' or (byte)'n' or (byte)'N' or (byte)'f' or (byte)'F' => false,
            _ => usual,
        }));
    }

    private ReadOnlySpan<byte> Last(ReadOnlySpan<byte> key)
    {
        ReadOnlySpan<byte> last = default;
        foreach (var value in new EntryValues(_text, key))
            last = value;
        return last;
    }
}
