using System.Runtime.CompilerServices;
using Bq2.Efi.Link.Inputs;
using Bq2.Efi.Link.Names;
using Bq2.Efi.Work;

namespace Bq2.Efi.Link.Resolution;

internal sealed partial class Resolver
{
    [MethodImpl(Hot.Path)]
    private void Define(int first, int shard)
    {
        for (int number = first; number < _inputs.Objects.Count; number++)
        {
            var linked = _inputs.Linked[number];
            foreach (ref readonly var external in linked.InShard(shard))
                Define(number, external, linked.Places[external.Row]);
        }
    }

    /// <summary>What an object says of a name, against what others have said before it.</summary>
    [MethodImpl(Hot.Path)]
    private void Define(int number, in External external, SymbolPlace place)
    {
        ref var known = ref _symbols[external.Name];
        switch (external.Kind)
        {
            case ExternalKind.Weak:
                _hasWeak = true;
                int fallback = _inputs.Linked[number].NameOf((int)_inputs.Objects[number].WeakExternal(external.Row).Fallback);
                if (known.Fallback == 0 && fallback >= 0)
                    known.Fallback = fallback + 1;
                break;
            case ExternalKind.Common:
                _hasCommons = true;
                known.CommonLength = Math.Max(known.CommonLength, place.Value);
                break;
            case ExternalKind.Defined when place.Section < 0 || !_inputs.Sections[place.Section].Dropped:
                if (!known.IsDefined || known.Place.Section >= 0 && _inputs.Sections[known.Place.Section].Dropped)
                    (known.Object, known.Row, known.NamePlace, known.Place) = (number, external.Row, external.NamePlace, place);
                else if (place.Section >= 0 || known.Place != place)
                    NoteDuplicate(number, external.Row, known.Object);
                break;
            default:
                known.IsWanted = true;
                break;
        }
    }

    private void NoteDuplicate(int number, int row, int other)
    {
        _faults.Note(number, row, EfiFaults.DuplicateSymbol, () =>
            $"{CppName.Show(_inputs.NameOfSymbol(number, row))} is defined here and in {_inputs.Objects[other].Path}");
    }
}
