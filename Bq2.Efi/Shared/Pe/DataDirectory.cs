using System.Runtime.InteropServices;

namespace Bq2.Efi.Pe;

/// <summary>One row of the data directories: where a table lies in memory (the certificates': in the file).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct DataDirectory
{
    internal const int Size = 8;
    internal const int Count = 16;

    /// <summary>Where the table is, relative to the image; the certificates' is an offset in the file. 0 if there is none.</summary>
    public uint Address;                 //  0
    /// <summary>The bytes of the table.</summary>
    public uint Length;                  //  4
}
