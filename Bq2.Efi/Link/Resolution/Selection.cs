using System.Runtime.CompilerServices;
using Bq2.Efi.Work;

namespace Bq2.Efi.Link.Resolution;

/// <summary>Which sections the image is made of: for each section itself, an equal one that stands for it, or none.</summary>
internal sealed class Selection(int[] chosen)
{
    public const int None = -1;

    public bool Has(int section) => chosen[section] == section;

    /// <summary>The section that lies in the image for this one; <see cref="None"/> where none does.</summary>
    [MethodImpl(Hot.Path)]
    public int For(int section)
    {
        // What stands for a section may have been folded itself, in a later round.
        for (int stays = chosen[section]; stays != section; stays = chosen[section])
        {
            if (stays == None)
                return None;
            section = stays;
        }

        return section;
    }

    /// <summary>The same choice, to be changed by the next step.</summary>
    public int[] Copy() => [.. chosen];
}
