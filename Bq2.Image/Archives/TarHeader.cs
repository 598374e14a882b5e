using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Bq2.Image;

/// <summary>
/// The header of an entry in a tar archive, as in POSIX's ustar; older and GNU's headers differ where <see cref="Prefix"/> lies. Numbers
/// are octal text that ends with a space or NUL; GNU also stores them as big-endian numbers with the highest bit set.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct TarHeader
{
    public const int Size = 512;

    public Text100 Name;                 //   0  the last part of the path, without a NUL if it takes all of it
    public Text8 Mode;                   // 100
    public Text8 UserId;                 // 108
    public Text8 GroupId;                // 116
    public Text12 Length;                // 124  of the content that follows
    public Text12 Time;                  // 136  seconds since 1970, when the content changed
    public Text8 Checksum;               // 148  the sum of all bytes, with these eight as spaces
    public TarType Type;                 // 156
    public Text100 LinkName;             // 157  the target of a link
    public Text8 Magic;                  // 257  "ustar\0" and "00", or GNU's "ustar  \0"
    public Text32 UserName;              // 265
    public Text32 GroupName;             // 297
    public Text8 DeviceMajor;            // 329
    public Text8 DeviceMinor;            // 337
    public Text155 Prefix;               // 345  ustar: the folders of the path, without the slash before the name
    public Text12 Unused;                // 500

    public static ReadOnlySpan<byte> UstarMagic => "ustar\000"u8;

    public static ReadOnlySpan<byte> GnuMagic => "ustar  \0"u8;

    [InlineArray(8)]
    public struct Text8
    {
        private byte _first;
    }

    [InlineArray(12)]
    public struct Text12
    {
        private byte _first;
    }

    [InlineArray(32)]
    public struct Text32
    {
        private byte _first;
    }

    [InlineArray(100)]
    public struct Text100
    {
        private byte _first;
    }

    [InlineArray(155)]
    public struct Text155
    {
        private byte _first;
    }
}

/// <summary>The kinds of tar entries. Others are read as files, as POSIX asks.</summary>
internal enum TarType : byte
{
    OldFile = 0,
    File = (byte)'0',
    HardLink = (byte)'1',
    Link = (byte)'2',
    CharacterDevice = (byte)'3',
    BlockDevice = (byte)'4',
    Folder = (byte)'5',
    Pipe = (byte)'6',
    Contiguous = (byte)'7',

    // POSIX: records for the next entry, and for all that follow. Solaris has its own letter for the first.
    Pax = (byte)'x',
    PaxGlobal = (byte)'g',
    SolarisPax = (byte)'X',

    // GNU: a folder with a list of what was in it, a long link target and a long name for the next entry, the rest of a file from
    // another volume, a file with holes, and the volume's label.
    GnuFolder = (byte)'D',
    GnuLongLink = (byte)'K',
    GnuLongName = (byte)'L',
    GnuOtherVolume = (byte)'M',
    GnuSparse = (byte)'S',
    GnuLabel = (byte)'V',

    // Solaris: an access control list for the next entry.
    SolarisAcl = (byte)'A',
}
