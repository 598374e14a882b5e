using System.Runtime.InteropServices;
using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>
/// The start of a snapshot's row. The extra data, the id and the name follow; the next row begins at a multiple of eight bytes.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct Qcow2SnapshotEntry
{
    public const int Size = 40;

    public Be64 L1Offset;                //  0
    public Be32 L1Size;                  //  8  entries
    public Be16 IdLength;                // 12
    public Be16 NameLength;              // 14
    public Be32 Seconds;                 // 16  when it was made, since 1970
    public Be32 Nanoseconds;             // 20
    public Be64 VmClock;                 // 24  nanoseconds the guest had run
    public Be32 VmStateSize;             // 32
    public Be32 ExtraSize;               // 36
}

/// <summary>The extra data that version 3 requires; rows of version 2 may have less.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct Qcow2SnapshotExtra
{
    public const int Size = 24;

    public Be64 VmStateSize;             //  0  in place of the 32 bits above
    public Be64 DiskSize;                //  8
    public Be64 InstructionCount;        // 16  all ones: was not counted
}
