using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Bq2.Image;

/// <summary>What stands before each member of an "ar" archive, in text padded with spaces.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct ArHeader
{
    public const int Size = 60;

    public ArText16 Name;            //  0  a "/" may follow it
    public ArText12 Time;            // 16
    public ArText6 User;             // 28
    public ArText6 Group;            // 34
    public ArText8 Mode;             // 40
    public ArText10 Length;          // 48  of the member; an odd one is followed by a line feed
    public ushort End;               // 58  "`\n"

    /// <summary>What an archive begins with.</summary>
    public static ReadOnlySpan<byte> Signature => "!<arch>\n"u8;

    public const ushort EndMark = 0x0a60;

    /// <summary>Text without what pads it.</summary>
    public static string Text(ReadOnlySpan<byte> field) => Encoding.ASCII.GetString(field).TrimEnd(' ', '/');
}

[InlineArray(16)]
internal struct ArText16
{
    private byte _first;
}

[InlineArray(12)]
internal struct ArText12
{
    private byte _first;
}

[InlineArray(10)]
internal struct ArText10
{
    private byte _first;
}

[InlineArray(8)]
internal struct ArText8
{
    private byte _first;
}

[InlineArray(6)]
internal struct ArText6
{
    private byte _first;
}
