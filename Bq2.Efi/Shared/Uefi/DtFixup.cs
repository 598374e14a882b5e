using System.Runtime.InteropServices;

namespace Bq2.Efi.Uefi;

/// <summary>
/// Lets firmware add to a device tree what only it knows, such as memory and serial numbers: U-Boot's EFI_DT_FIXUP_PROTOCOL.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct DtFixup : IEfiProtocol
{
    public const uint ApplyFixups = 1;
    public const uint ReserveMemory = 2;

    public static EfiGuid Guid => new(0xe617d64c, 0xfe08, 0x46da, 0xf4dc, 0xbbd5870c7300);

    public ulong Revision;               //  0
    public delegate* unmanaged[SuppressGCTransition]<DtFixup*, void*, nuint*, uint, EfiStatus> Fixup;      //  8  tree, room, what to do
}
