using System.Runtime.InteropServices;
using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>The start of each header extension; its data follow, padded to eight bytes.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct Qcow2Extension
{
    public const int Size = 8;

    public const uint End = 0;
    public const uint BackingFormat = 0xe279_2aca;
    public const uint FeatureNames = 0x6803_f857;
    public const uint Bitmaps = 0x2385_2875;
    public const uint DataFileName = 0x4441_5441;

    public Be32 Type;                    //  0
    public Be32 Length;                  //  4  of the data, without the padding
}

/// <summary>The data of the bitmaps extension.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct Qcow2BitmapsExtension
{
    public const int Size = 24;

    public Be32 Count;                   //  0
    public Be32 Reserved;                //  4
    public Be64 DirectorySize;           //  8  bytes
    public Be64 DirectoryOffset;         // 16
}
