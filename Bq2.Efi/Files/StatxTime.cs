using System.Runtime.InteropServices;

namespace Bq2.Efi.Files;

/// <summary>Linux's struct statx_timestamp.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1, Size = 16)]
internal struct StatxTime
{
    public long Seconds;        //  0  since 1970, UTC
    public uint Nanoseconds;    //  8
}
