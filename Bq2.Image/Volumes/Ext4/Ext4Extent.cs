using System.Runtime.InteropServices;

namespace Bq2.Image;

/// <summary>A run of a file's blocks.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct Ext4Extent
{
    public const int Size = 12;

    /// <summary>A longer one has so many blocks less, and they are not written: they read as zeros.</summary>
    public const int MaxLength = 32768;

    public uint Block;                   //   0  in the file
    public ushort Length;                //   4  in blocks
    public ushort StartHigh;             //   6
    public uint StartLow;                //   8  in the volume

    public readonly ulong Start => StartLow | (ulong)StartHigh << 32;
}
