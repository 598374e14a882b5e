using System.Runtime.InteropServices;

namespace Bq2.Efi.Uefi;

/// <summary>A source of random bytes: UEFI 37.5.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct Rng : IEfiProtocol
{
    public static EfiGuid Guid => new(0x3152bca5, 0xeade, 0x433d, 0x862e, 0xc01cdc291f44);

    public delegate* unmanaged[SuppressGCTransition]<Rng*, nuint*, EfiGuid*, EfiStatus> GetInfo;           // 0
    public delegate* unmanaged[SuppressGCTransition]<Rng*, EfiGuid*, nuint, byte*, EfiStatus>
        GetRng; // 8  algorithm (null: its usual one), bytes
}
