using System.Runtime.CompilerServices;
using System.Text;

namespace Bq2.Image;

/// <summary>A name in 8.3 form, padded with spaces: an alias, or a volume's label.</summary>
[InlineArray(Length)]
internal struct FatShortName
{
    public const int Length = 11;
    public const int StemLength = 8;
    public const int ExtensionLength = 3;

    private byte _first;

    /// <summary>Eleven ASCII characters, as stored.</summary>
    public static FatShortName Of(string padded)
    {
        var name = new FatShortName();
        Encoding.ASCII.GetBytes(padded, name);
        return name;
    }

    /// <summary>The name of a free row that is not the end of the folder.</summary>
    public static FatShortName Deleted
    {
        get
        {
            var name = new FatShortName();
            name[0] = FatDirectoryEntry.DeletedMark;
            return name;
        }
    }

    /// <summary>The checksum that links long-name entries to their short one.</summary>
    public readonly byte Checksum()
    {
        int sum = 0;
        foreach (byte value in this)
            sum = (byte)((sum << 7 | sum >> 1) + value);
        return (byte)sum;
    }
}
