using System.Globalization;

namespace Bq2.Image;

/// <summary>The content of an image's first cluster: the header, its extensions and the names after them.</summary>
internal sealed record Qcow2HeaderInfo(Qcow2Header Header)
{
    /// <summary>As stored in the image: relative to its own folder, and not trusted.</summary>
    public string? BackingName { get; init; }

    public string? BackingFormat { get; init; }

    public string? DataFileName { get; init; }

    /// <summary>Null if there are none, or if a writer did not keep them up to date.</summary>
    public Qcow2BitmapsExtension? Bitmaps { get; init; }

    public Qcow2Features Features => (Qcow2Features)(ulong)Header.IncompatibleFeatures;

    public Qcow2Compatible Compatible => (Qcow2Compatible)(ulong)Header.CompatibleFeatures;

    public Qcow2Autoclear Autoclear => (Qcow2Autoclear)(ulong)Header.AutoclearFeatures;

    /// <summary>The encryption method by qemu-img's name; null if there is none.</summary>
    public string? Encryption => (uint)Header.CryptMethod switch
    {
        0 => null,
        1 => "aes",
        2 => "luks",
        var method => string.Create(CultureInfo.InvariantCulture, $"method {method}"),
    };

    public int Version => (int)(uint)Header.Version;

    public ClusterSize Cluster => new((int)(uint)Header.ClusterBits, Features.HasFlag(Qcow2Features.ExtendedL2));

    public long VirtualSize => (long)(ulong)Header.VirtualSize;

    /// <summary>Version 2 has no field for it.</summary>
    public RefcountWidth Width => new(Version == 2 ? 4 : (int)(uint)Header.RefcountOrder);

    public Qcow2Compression Compression => (Qcow2Compression)Header.CompressionType;

    public int L1Entries => (int)(uint)Header.L1Size;

    public long L1Offset => (long)(ulong)Header.L1TableOffset;
}
