using System.Runtime.CompilerServices;
using Bq2.Efi.Coff;
using Bq2.Efi.Pe;
using Bq2.Efi.Work;

namespace Bq2.Efi.Link.Inputs;

/// <summary>
/// The groups of one object's sections. Neighbours share few names, which are compared as the numbers they are in the file.
/// </summary>
internal struct RecentGroups(SectionGroups groups, CoffObject holder)
{
    private const int Remembered = 8;

    private readonly (ulong Name, SectionTraits Kind, SectionGroup? Group)[] _recent =
        new (ulong, SectionTraits, SectionGroup?)[Remembered];
    private int _next;

    [MethodImpl(Hot.Path)]
    public SectionGroup Of(int section, in SectionHeader header)
    {
        var kind = header.Characteristics & SectionGroup.KindMask;
        foreach (ref readonly var recent in _recent.AsSpan())
        {
            if (recent.Name == header.Name && recent.Kind == kind && recent.Group is not null)
                return recent.Group;
        }

        var group = groups.Of(holder.SectionName(section), kind);
        _recent[_next++ % Remembered] = (header.Name, kind, group);
        return group;
    }
}
