using System.Runtime.InteropServices;

namespace Bq2.Efi.Pe;

/// <summary>A row of .pdata on x86-64: which function, and where its unwind codes are.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct Amd64Function
{
    public uint Begin;                   // 0
    public uint End;                     // 4
    public uint UnwindInfo;              // 8
}

/// <summary>A row of .pdata on AArch64.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct Arm64Function
{
    public uint Begin;                   // 0
    public uint UnwindData;              // 4  packed, or an address
}
