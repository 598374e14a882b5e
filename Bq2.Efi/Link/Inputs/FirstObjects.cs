using System.Text;
using Bq2.Efi.Coff;
using Bq2.Efi.Pe;

namespace Bq2.Efi.Link.Inputs;

/// <summary>The objects that a link begins with, and the member of an archive that is the first of them, if one is.</summary>
internal sealed record FirstObjects(IReadOnlyList<CoffObject> Objects, ArchiveMember? Member)
{
    /// <summary>
    /// The objects that were given; an object given twice is meant once, as with lld. With archives alone, the member that defines
    /// the entry point is the first object, and all others follow from it.
    /// </summary>
    public static FirstObjects Choose(IReadOnlyList<CoffObject> given, LinkOptions options, LinkFaults faults)
    {
        List<CoffObject> objects = [.. given.Distinct()];
        var member = objects.Count == 0 && options.Libraries.Count > 0 ? EntryMember(options, faults) : null;
        if (member is not null)
            objects.Add(member.Read());
        if (objects.Count == 0 && !faults.Any)
            faults.Add(new(EfiFaults.NothingToLink, "there is nothing to link") { Hint = "name at least one object file" });
        CheckMachines(objects, faults);
        return new(objects, member);
    }

    /// <summary>Refuses objects for more than one machine.</summary>
    public static void CheckMachines(IReadOnlyList<CoffObject> objects, LinkFaults faults)
    {
        foreach (var other in objects)
        {
            if (other.Machine == objects[0].Machine)
                continue;
            faults.Add(new(
                EfiFaults.MixedMachines,
                $"this object is for {other.Machine.Name()}, {objects[0].Path} is for {objects[0].Machine.Name()}")
            {
                Path = other.Path,
                Hint = "one image holds the code of one machine; link twice",
            });
        }
    }

    private static ArchiveMember? EntryMember(LinkOptions options, LinkFaults faults)
    {
        byte[] entry = Encoding.UTF8.GetBytes(options.Entry);
        foreach (var archive in options.Libraries)
        {
            if (archive.Find(entry) is >= 0 and var offset)
                return new(archive, offset);
        }

        var defined = options.Libraries.SelectMany(archive => archive.Symbols.Select(symbol => (symbol, archive.Path)));
        faults.Add(MissingEntry.Of(options.Entry, "no library", defined));
        return null;
    }
}

/// <summary>A member of an archive, by the offset at which it begins.</summary>
internal sealed record ArchiveMember(CoffArchive Archive, int Offset)
{
    public CoffObject Read() => Archive.ReadMember(Offset);
}
