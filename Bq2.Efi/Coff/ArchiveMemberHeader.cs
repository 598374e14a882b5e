using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Bq2.Efi.Coff;

/// <summary>The 60-character header of an archive member; numbers are decimal text, padded with spaces.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct ArchiveMemberHeader
{
    public const int Size = 60;
    public const ushort EndMark = 0x0a60;

    public Text16 Name;                  //  0  "name/"; "/" and "//" are tables, "/123" points into "//"; "#1/12": 12 bytes follow
    private Text32 _dateUserGroupMode;   // 16
    public Text10 Length;                // 48
    public ushort End;                   // 58  a backquote and a line feed

    [InlineArray(16)]
    public struct Text16
    {
        private byte _first;
    }

    [InlineArray(32)]
    private struct Text32
    {
        private byte _first;
    }

    [InlineArray(10)]
    public struct Text10
    {
        private byte _first;
    }
}
