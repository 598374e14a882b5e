using Bq2.Efi.Binary;

namespace Bq2.Cli;

/// <summary>Sizes of disks on the command line: whole sectors, as guests see them.</summary>
internal static class Sizes
{
    private const int SectorSize = 512;

    /// <summary>A number of bytes, rounded up to sectors.</summary>
    public static long Parse(string text) =>
        Bytes.Parse(text) is { } size
            ? Align.Up(size, SectorSize)
            : throw new UsageException($"'{text}' is not a size: expected a number of bytes, such as 536870912 or 512M");

    /// <summary>The same, or a change with + or - in front.</summary>
    public static long Parse(string text, long now) => text[..Math.Min(1, text.Length)] switch
    {
        "+" => Align.Up(now + Parse(text[1..]), SectorSize),
        "-" => Parse(text[1..]) is var less && less <= now ? Align.Up(now - less, SectorSize)
            : throw new UsageException($"'{text}' is more than the disk's {now} bytes"),
        _ => Parse(text),
    };
}
