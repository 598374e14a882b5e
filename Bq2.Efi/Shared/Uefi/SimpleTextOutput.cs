using System.Runtime.InteropServices;

namespace Bq2.Efi.Uefi;

/// <summary>The console, for writing: UEFI 12.4.</summary>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct SimpleTextOutput : IEfiProtocol
{
    public static EfiGuid Guid => new(0x387477c2, 0x69c7, 0x11d2, 0x8e39, 0x00a0c969723b);

    public void* Reset;                  //  0
    public delegate* unmanaged<SimpleTextOutput*, char*, EfiStatus> OutputString; // 8
    public void* TestString;             // 16
    public void* QueryMode;              // 24
    public void* SetMode;                // 32
    public void* SetAttribute;           // 40
    public void* ClearScreen;            // 48
    public void* SetCursorPosition;      // 56
    public void* EnableCursor;           // 64
    public void* Mode;                   // 72
}
