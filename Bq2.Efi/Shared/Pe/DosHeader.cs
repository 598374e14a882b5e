using System.Runtime.InteropServices;

namespace Bq2.Efi.Pe;

/// <summary>
/// The 64 bytes every PE image begins with. Of the DOS fields only the first and the last mean anything to firmware;
/// the rest may be zero, and no DOS program need follow.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = Size)]
public struct DosHeader
{
    public const ushort MagicMz = 0x5a4d;
    public const int Size = 64;

    [FieldOffset(0)] public ushort Magic;
    [FieldOffset(60)] public uint PeOffset;   // where "PE\0\0" stands
}
