using Bq2.Efi.Coff;
using Bq2.Efi.Link.Inputs;

namespace Bq2.Efi.Link.Resolution;

internal sealed partial class Resolver
{
    /// <summary>The index of a name that no object need have said.</summary>
    private int Want(string name)
    {
        Introduce([name]);
        int index = _symbols.Find(name);
        _symbols[index].IsWanted = true;
        return index;
    }

    // Names lie in objects; one is made for those that no object has.
    private void Introduce(IEnumerable<string> names)
    {
        var unknown = names.Where(name => _symbols.Find(name) < 0).Distinct().ToList();
        if (unknown.Count == 0)
            return;

        var asking = new CoffBuilder(_inputs.Machine);
        unknown.ForEach(name => asking.Symbol(name));
        AddObject("(the command line)", asking);
    }

    private void AddObject(string path, CoffBuilder builder)
    {
        _inputs.Objects.Add(CoffObject.Read(path, builder.ToBytes()));
        AddObjects(_inputs.Objects.Count - 1);
    }

    private void WantIncludes()
    {
        Introduce(_inputs.Requests.Includes);
        foreach (string name in _inputs.Requests.Includes)
            Want(name);
    }

    /// <summary>
    /// "Should nobody define a, take b": b is then looked for as if it had been asked for. This comes only when there is no other member
    /// left to link, so that an archive's a is preferred. Answers whether there was such a name.
    /// </summary>
    private bool WantAlternates()
    {
        var alternates = _inputs.Requests.Alternates;
        if (alternates.Count == 0)
            return false;

        bool any = false;
        Introduce(alternates.Where(pair => IsOpen(_symbols.Find(pair.Name))).Select(pair => pair.Other));
        foreach (var (name, other) in alternates)
        {
            int index = _symbols.Find(name);
            if (!IsOpen(index))
                continue;
            (_symbols[index].Fallback, _symbols[index].IsAlternate) = (Want(other) + 1, true);
            _hasWeak = any = true;
        }

        return any;

        bool IsOpen(int index) => index >= 0 && !_symbols[index].IsDefined && _symbols[index].Fallback == 0;
    }

    /// <summary>Links the members of archives that define what is still wanted; the first archive that has a name gives it.</summary>
    private bool PullMembers()
    {
        if (_options.Libraries.Count == 0)
            return false;

        int first = _inputs.Objects.Count;
        foreach (var member in WantedMembers())
            _inputs.Objects.Add(member.Read());

        FirstObjects.CheckMachines(_inputs.Objects, _faults);
        if (_inputs.Objects.Count == first || _faults.Any)
            return false;
        AddObjects(first);
        return true;
    }

    // In the order in which the objects said the names.
    private List<ArchiveMember> WantedMembers()
    {
        var members = new List<ArchiveMember>();
        var wanted = _symbols.Indices.Select(index => _symbols[index])
            .Where(known => !known.IsDefined && known.IsWanted && known.CommonLength == 0 && !IsWeaklyDefined(known));
        foreach (var name in wanted.OrderBy(known => known.Object).ThenBy(known => known.Row))
        {
            foreach (var archive in _options.Libraries)
            {
                int offset = archive.Find(_symbols.Name(name));
                if (offset < 0)
                    continue;
                var member = new ArchiveMember(archive, offset);
                if (_pulled.Add(member))
                    members.Add(member);
                break;
            }
        }

        return members;
    }

    // A function that is defined, if only weakly, is not looked for in archives, as with lld and everywhere else.
    private bool IsWeaklyDefined(in Definition known) =>
        known.Fallback > 0 && !known.IsAlternate && _symbols[known.Fallback - 1].Place.Section >= 0;
}
