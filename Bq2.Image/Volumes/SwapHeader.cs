using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Bq2.Image;

/// <summary>The first page of swap space, union swap_header of the kernel's include/linux/swap.h, and its mark.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct SwapHeader
{
    public const int Size = 4096;

    private readonly SwapBootRoom _boot;     //    0  left to boot loaders
    public uint Version;                     // 1024  1
    public uint LastPage;                    // 1028
    public uint BadPages;                    // 1032
    public SwapId Uuid;                      // 1036  as text has it, most significant byte first
    public SwapId Label;                     // 1052
    private readonly SwapPadding _padding;   // 1068
    public SwapMark Mark;                    // 4086  "SWAPSPACE2"
}

[InlineArray(1024)]
internal struct SwapBootRoom
{
    private byte _first;
}

[InlineArray(16)]
internal struct SwapId
{
    private byte _first;
}

[InlineArray(4086 - 1068)]
internal struct SwapPadding
{
    private byte _first;
}

[InlineArray(10)]
internal struct SwapMark
{
    private byte _first;
}
