using System.Runtime.InteropServices;

namespace Bq2.Efi.Uefi;

/// <summary>A screen of pixels: UEFI 12.9.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct GraphicsOutput : IEfiProtocol
{
    public static EfiGuid Guid => new(0x9042a9de, 0x23dc, 0x4a38, 0x96fb, 0x7aded080516a);

    public delegate* unmanaged[SuppressGCTransition]<GraphicsOutput*, uint, nuint*, GraphicsModeInfo**, EfiStatus> QueryMode; // 0
    public delegate* unmanaged[SuppressGCTransition]<GraphicsOutput*, uint, EfiStatus> SetMode;            //  8

    // this, pixels, operation, source x y, target x y, width, height, bytes a row
    public delegate* unmanaged[SuppressGCTransition]<
        GraphicsOutput*, uint*, uint, nuint, nuint, nuint, nuint, nuint, nuint, nuint, EfiStatus>
        Blt; // 16
    public GraphicsMode* Mode;           // 24
}

/// <summary>The screen's current mode, and where its memory is.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct GraphicsMode
{
    public const int Size = 40;

    public uint MaxMode;                 //  0  how many there are
    public uint Mode;                    //  4
    public GraphicsModeInfo* Info;       //  8
    public nuint SizeOfInfo;             // 16
    public ulong FrameBufferBase;        // 24
    public nuint FrameBufferSize;        // 32
}

/// <summary>A mode of the screen.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct GraphicsModeInfo
{
    public const int Size = 36;

    public uint Version;                 //  0
    public uint Width;                   //  4
    public uint Height;                  //  8
    public PixelFormat PixelFormat;      // 12
    public uint RedMask;                 // 16  where the format is a mask
    public uint GreenMask;               // 20
    public uint BlueMask;                // 24
    public uint ReservedMask;            // 28
    public uint PixelsPerScanLine;       // 32
}

internal enum PixelFormat : uint
{
    RedGreenBlueReserved = 0,
    BlueGreenRedReserved = 1,
    Mask = 2,
    BltOnly = 3,
}
