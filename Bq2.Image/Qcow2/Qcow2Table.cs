using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>An L2 table in memory: the words of one cluster.</summary>
internal sealed class Qcow2Table(int index, Be64[] words)
{
    /// <summary>Which entry of the L1 table points to it.</summary>
    public int Index => index;

    public Be64[] Words => words;
}
