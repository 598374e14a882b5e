using System.Runtime.InteropServices;

namespace Bq2.Efi.Uefi;

/// <summary>The keyboard, or what is typed on a serial line: UEFI 12.3.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct SimpleTextInput : IEfiProtocol
{
    public static EfiGuid Guid => new(0x387477c1, 0x69c7, 0x11d2, 0x8e39, 0x00a0c969723b);

    public delegate* unmanaged[SuppressGCTransition]<SimpleTextInput*, byte, EfiStatus> Reset;             //  0
    public delegate* unmanaged[SuppressGCTransition]<SimpleTextInput*, InputKey*, EfiStatus> ReadKeyStroke; // 8  not ready: no key
    public EfiEvent WaitForKey;          // 16
}

/// <summary>A key: either a code or a character, the other is 0.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct InputKey
{
    public const int Size = 4;

    public ScanCode Scan;                //  0
    public char Character;               //  2
}

/// <summary>Keys that are not characters: UEFI appendix B.</summary>
internal enum ScanCode : ushort
{
    None = 0x00,
    Up = 0x01,
    Down = 0x02,
    Right = 0x03,
    Left = 0x04,
    Home = 0x05,
    End = 0x06,
    Insert = 0x07,
    Delete = 0x08,
    PageUp = 0x09,
    PageDown = 0x0a,
    F1 = 0x0b,
    F2 = 0x0c,
    F10 = 0x14,
    F12 = 0x16,
    Escape = 0x17,
}
