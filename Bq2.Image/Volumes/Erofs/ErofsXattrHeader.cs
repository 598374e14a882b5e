using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Bq2.Image;

/// <summary>What stands before an inode's extended attributes; the ids of shared ones follow, then the others.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct ErofsXattrHeader
{
    public const int Size = 12;

    public uint NameFilter;                         //  0
    public byte SharedCount;                        //  4
    public Bytes7 Reserved;                         //  5

    [InlineArray(7)]
    internal struct Bytes7
    {
        private byte _first;
    }
}
