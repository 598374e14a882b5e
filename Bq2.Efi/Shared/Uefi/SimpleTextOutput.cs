using System.Runtime.InteropServices;

namespace Bq2.Efi.Uefi;

/// <summary>The console, for writing: UEFI 12.4.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct SimpleTextOutput : IEfiProtocol
{
    public static EfiGuid Guid => new(0x387477c2, 0x69c7, 0x11d2, 0x8e39, 0x00a0c969723b);

    public delegate* unmanaged[SuppressGCTransition]<SimpleTextOutput*, byte, EfiStatus> Reset;            //  0
    public delegate* unmanaged[SuppressGCTransition]<SimpleTextOutput*, char*, EfiStatus> OutputString;    //  8
    public delegate* unmanaged[SuppressGCTransition]<SimpleTextOutput*, char*, EfiStatus> TestString;      // 16
    public delegate* unmanaged[SuppressGCTransition]<SimpleTextOutput*, nuint, nuint*, nuint*, EfiStatus> QueryMode; // 24
    public delegate* unmanaged[SuppressGCTransition]<SimpleTextOutput*, nuint, EfiStatus> SetMode;         // 32
    public delegate* unmanaged[SuppressGCTransition]<SimpleTextOutput*, TextColor, EfiStatus> SetAttribute; // 40
    public delegate* unmanaged[SuppressGCTransition]<SimpleTextOutput*, EfiStatus> ClearScreen;            // 48
    public delegate* unmanaged[SuppressGCTransition]<SimpleTextOutput*, nuint, nuint, EfiStatus> SetCursorPosition; // 56  column, row
    public delegate* unmanaged[SuppressGCTransition]<SimpleTextOutput*, byte, EfiStatus> EnableCursor;     // 64
    public TextMode* Mode;               // 72
}

/// <summary>The state of the console: UEFI 12.4.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct TextMode
{
    public int MaxMode;                  //  0  how many there are
    public int Mode;                     //  4
    public int Attribute;                //  8
    public int CursorColumn;             // 12
    public int CursorRow;                // 16
    public byte CursorVisible;           // 20
}

/// <summary>The colour of the text, and four bits higher that of the background.</summary>
internal enum TextColor : ulong
{
    Black = 0x00,
    LightGrayOnBlack = 0x07,
    WhiteOnBlack = 0x0f,
    BlackOnLightGray = 0x70,
}
