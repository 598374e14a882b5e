using Bq2.Efi.Boot;

namespace Bq2.Efi.Linux;

/// <summary>How root= names a device.</summary>
internal enum RootKind
{
    /// <summary>In a way that we do not know.</summary>
    Unknown,

    /// <summary>By a path below /dev.</summary>
    Path,

    /// <summary>By its numbers, such as 259:1.</summary>
    Number,

    PartitionId,
    PartitionLabel,
    FileSystemId,
    FileSystemLabel,
}

/// <summary>The name of a device, as root= has it.</summary>
internal readonly ref struct RootName
{
    public RootKind Kind { get; private init; }

    /// <summary>The name without what says of which kind it is.</summary>
    public ReadOnlySpan<byte> Text { get; private init; }

    public static RootName Parse(ReadOnlySpan<byte> text)
    {
        if (TryTake(text, "PARTUUID="u8, RootKind.PartitionId, out var name)
            || TryTake(text, "PARTLABEL="u8, RootKind.PartitionLabel, out name)
            || TryTake(text, "UUID="u8, RootKind.FileSystemId, out name)
            || TryTake(text, "LABEL="u8, RootKind.FileSystemLabel, out name)

            // The links that udev would make; there is no udev here.
            || TryTake(text, "/dev/disk/by-partuuid/"u8, RootKind.PartitionId, out name)
            || TryTake(text, "/dev/disk/by-partlabel/"u8, RootKind.PartitionLabel, out name)
            || TryTake(text, "/dev/disk/by-uuid/"u8, RootKind.FileSystemId, out name)
            || TryTake(text, "/dev/disk/by-label/"u8, RootKind.FileSystemLabel, out name))
        {
            return name;
        }

        if (text.StartsWith("/dev/"u8) && text.Length > 5)
            return new() { Kind = RootKind.Path, Text = text };
        return TryReadNumber(text, out _, out _) ? new() { Kind = RootKind.Number, Text = text } : default;
    }

    /// <summary>A device's numbers, as in /sys: 259:1.</summary>
    public static bool TryReadNumber(ReadOnlySpan<byte> text, out uint major, out uint minor)
    {
        int colon = text.IndexOf((byte)':');
        long first = colon > 0 ? DecimalText.Read(text[..colon]) : -1, second = colon > 0 ? DecimalText.Read(text[(colon + 1)..]) : -1;
        (major, minor) = ((uint)first, (uint)second);
        return first is >= 0 and < DecimalText.TooLarge && second is >= 0 and < DecimalText.TooLarge;
    }

    private static bool TryTake(ReadOnlySpan<byte> text, ReadOnlySpan<byte> prefix, RootKind kind, out RootName name)
    {
        bool has = text.StartsWith(prefix) && text.Length > prefix.Length;
        name = has ? new() { Kind = kind, Text = text[prefix.Length..] } : default;
        return has;
    }
}
