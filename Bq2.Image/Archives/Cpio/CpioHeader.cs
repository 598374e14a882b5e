using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Bq2.Image;

/// <summary>
/// What stands before each entry of a cpio archive in the format "newc", as the kernel's early-userspace/buffer-format.txt has it. After it
/// comes the name with a NUL, then the content; both begin at a multiple of 4 bytes.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct CpioHeader
{
    public const int Size = 110;
    public const int Alignment = 4;

    public CpioMagic Magic;          //  0
    public CpioNumber Inode;         //  6  the same for all names of a file
    public CpioNumber Mode;          // 14  type and permissions
    public CpioNumber User;          // 22
    public CpioNumber Group;         // 30
    public CpioNumber LinkCount;     // 38
    public CpioNumber Time;          // 46  seconds since 1970
    public CpioNumber Length;        // 54  of the content; 0 for all names of a file but one
    public CpioNumber Major;         // 62  of the device that the file was on
    public CpioNumber Minor;         // 70
    public CpioNumber NodeMajor;     // 78  of the device that it stands for
    public CpioNumber NodeMinor;     // 86
    public CpioNumber NameLength;    // 94  with its NUL
    public CpioNumber Sum;           // 102 of the content's bytes in the format "crc", else 0

    /// <summary>The name of the entry that ends an archive.</summary>
    public static ReadOnlySpan<byte> Trailer => "TRAILER!!!"u8;
}

/// <summary>The six digits that a header begins with.</summary>
[InlineArray(6)]
internal struct CpioMagic
{
    private byte _first;

    public static CpioMagic Newc => Of("070701"u8);

    /// <summary>The same format with a sum over the content.</summary>
    public static CpioMagic Crc => Of("070702"u8);

    public static CpioMagic Of(ReadOnlySpan<byte> digits)
    {
        var magic = new CpioMagic();
        digits.CopyTo(magic);
        return magic;
    }

    public readonly bool Is(CpioMagic other) => ((ReadOnlySpan<byte>)this).SequenceEqual(other);
}
