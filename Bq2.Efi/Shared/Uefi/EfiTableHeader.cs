using System.Runtime.InteropServices;

namespace Bq2.Efi.Uefi;

/// <summary>The header of the system table and the tables of services: UEFI 4.2.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct EfiTableHeader
{
    public const int Size = 24;

    public ulong Signature;              //  0
    public uint Revision;                //  8
    public uint HeaderSize;              // 12
    public uint Crc32;                   // 16
    public uint Reserved;                // 20
}
