using System.Runtime.InteropServices;

namespace Bq2.Image;

/// <summary>Swap space, as mkswap prepares it: a first page that says so, and nothing else.</summary>
public static class SwapVolume
{
    private const int Page = SwapHeader.Size;

    // The kernel refuses less than ten pages.
    private const long MinLength = 10 * Page;

    /// <summary>Plans swap space of a size in bytes, of which whole pages of 4 KiB are used.</summary>
    /// <param name="size">Its size, at least 40 KiB.</param>
    /// <param name="uuid">Its UUID; null to derive one from the size.</param>
    public static Regions Plan(long size, Guid? uuid = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        if (size < MinLength || size / Page > uint.MaxValue)
            throw Failure.Of(VolumeFaults.SwapSize, $"swap space cannot have {size:N0} bytes: expected at least {MinLength:N0}");

        var header = new SwapHeader { Version = 1, LastPage = (uint)(size / Page - 1) };
        (uuid ?? DerivedId.Guid(BitConverter.GetBytes(size), "swap")).TryWriteBytes(header.Uuid, bigEndian: true, out _);
        "SWAPSPACE2"u8.CopyTo(header.Mark);
        var page = new byte[Page];
        MemoryMarshal.Write(page, header);

        var swap = new Regions(size);
        swap.Add(0, Content.FromBytes(page));
        return swap;
    }
}
