using System.Buffers.Binary;

namespace Bq2.Image;

/// <summary>Swap space, as mkswap prepares it: a first page that says so, and nothing else.</summary>
public static class SwapVolume
{
    private const int Page = 4096;

    // The kernel refuses less than ten pages.
    private const long MinLength = 10 * Page;

    // struct swap_header_v1_2, after a kilobyte that is left to boot loaders; the mark is at the page's end.
    private const int VersionOffset = 1024, LastPageOffset = 1028, UuidOffset = 1036;

    private static ReadOnlySpan<byte> Mark => "SWAPSPACE2"u8;

    /// <summary>Plans swap space of a size in bytes, of which whole pages of 4 KiB are used.</summary>
    /// <param name="size">Its size, at least 40 KiB.</param>
    /// <param name="uuid">Its UUID; null to derive one from the size.</param>
    public static Regions Plan(long size, Guid? uuid = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        if (size < MinLength || size / Page > uint.MaxValue)
            throw Failure.Of(ImageFaults.SwapSize, $"swap space cannot have {size:N0} bytes: expected at least {MinLength:N0}");

        var head = new byte[Page];
        BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(VersionOffset), 1);
        BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(LastPageOffset), (uint)(size / Page - 1));
        var id = uuid ?? DerivedId.Guid(BitConverter.GetBytes(size), "swap");
        id.TryWriteBytes(head.AsSpan(UuidOffset), bigEndian: true, out _);
        Mark.CopyTo(head.AsSpan(Page - Mark.Length));

        var swap = new Regions(size);
        swap.Add(0, Content.FromBytes(head));
        return swap;
    }
}
