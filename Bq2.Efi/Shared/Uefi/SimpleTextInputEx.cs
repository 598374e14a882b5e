using System.Runtime.InteropServices;

namespace Bq2.Efi.Uefi;

/// <summary>The keyboard with its shift keys: UEFI 12.2.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct SimpleTextInputEx : IEfiProtocol
{
    public static EfiGuid Guid => new(0xdd9e7534, 0x7762, 0x4698, 0x8c14, 0xf58517a625aa);

    public delegate* unmanaged[SuppressGCTransition]<SimpleTextInputEx*, byte, EfiStatus> Reset;           //  0
    public delegate* unmanaged[SuppressGCTransition]<SimpleTextInputEx*, KeyData*, EfiStatus> ReadKeyStrokeEx; // 8
    public EfiEvent WaitForKeyEx;        // 16
    public delegate* unmanaged[SuppressGCTransition]<SimpleTextInputEx*, byte*, EfiStatus> SetState;       // 24
    public delegate* unmanaged[SuppressGCTransition]<
        SimpleTextInputEx*, KeyData*, delegate* unmanaged<KeyData*, EfiStatus>, void**, EfiStatus>
        RegisterKeyNotify;               // 32
    public delegate* unmanaged[SuppressGCTransition]<SimpleTextInputEx*, void*, EfiStatus> UnregisterKeyNotify; // 40
}

/// <summary>A key, and which others were held with it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct KeyData
{
    public const int Size = 12;

    public InputKey Key;                 //  0
    public ShiftTraits Shift;            //  4
    public byte Toggle;                  //  8  the locks
}

/// <summary>Keys that are held; valid if the highest bit is set.</summary>
[Flags]
internal enum ShiftTraits : uint
{
    None = 0,
    RightShift = 0x01,
    LeftShift = 0x02,
    RightControl = 0x04,
    LeftControl = 0x08,
    RightAlt = 0x10,
    LeftAlt = 0x20,
    Valid = 0x8000_0000,
}
