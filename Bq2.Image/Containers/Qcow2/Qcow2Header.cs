using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>
/// The first 112 bytes of a version 3 image, field for field and in the order of "Header" in QEMU's
/// docs/interop/qcow2.rst. Version 2 ends after 72 of them, and the oldest version 3 images after 104.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct Qcow2Header
{
    public const uint MagicQfi = 0x5146_49fb;
    public const int Version2Size = 72;
    public const int Version3Size = 104;
    public const int Size = 112;

    // The offsets of fields that are written together; a test compares them with the fields.
    public const int NameFields = 8;
    public const int SizeField = 24;
    public const int L1Fields = 36;
    public const int RefcountTableFields = 48;
    public const int SnapshotFields = 60;
    public const int FeatureFields = 72;

    /// <summary>The bytes that a fault about the image's features shows.</summary>
    public static FieldPlace FeaturesPlace => new(FeatureFields, sizeof(ulong));

    public Be32 Magic;                   //   0  "QFI" and 0xfb
    public Be32 Version;                 //   4  2 or 3
    public Be64 BackingFileOffset;       //   8  0: no backing file
    public Be32 BackingFileSize;         //  16
    public Be32 ClusterBits;             //  20  9 to 21
    public Be64 VirtualSize;             //  24  bytes the guest sees
    public Be32 CryptMethod;             //  32  0: none
    public Be32 L1Size;                  //  36  entries
    public Be64 L1TableOffset;           //  40
    public Be64 RefcountTableOffset;     //  48
    public Be32 RefcountTableClusters;   //  56
    public Be32 SnapshotCount;           //  60
    public Be64 SnapshotsOffset;         //  64
    public Be64 IncompatibleFeatures;    //  72  from here on version 3: a reader must know every bit that is set
    public Be64 CompatibleFeatures;      //  80
    public Be64 AutoclearFeatures;       //  88
    public Be32 RefcountOrder;           //  96  4: sixteen-bit counts
    public Be32 HeaderLength;            // 100
    public byte CompressionType;         // 104  0: deflate
    public Padding7 Padding;             // 105  0

    [InlineArray(7)]
    internal struct Padding7
    {
        private byte _first;
    }
}
