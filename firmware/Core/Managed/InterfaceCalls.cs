using Internal.Runtime;

namespace System.Runtime;

/// <summary>
/// Finds the method that a call through an interface means. Each place that calls has a cell with the interface in it; the
/// number of the method stands behind the last cell in a row of those that share it.
/// </summary>
internal static unsafe class InterfaceCalls
{
    internal static nint Resolve(object obj, nint cell)
    {
        var type = (MethodTable*)obj.m_pEEType;
        nint* last = (nint*)cell;
        while (*last != 0)
            last += 2;

        // The low two bits say that it is a distance from the field itself.
        int* field = (int*)((nint*)cell + 1);
        var wanted = (MethodTable*)((byte*)field + (*field & ~3));
        nint method = Find(type, wanted, (ushort)last[1]);
        return method != 0 ? method : throw new InvalidCastException(
            CompilerServices.RuntimeHelpers.TypeName(obj) + " does not implement a method of "
                + CompilerServices.RuntimeHelpers.TypeName(wanted) + ".");
    }

    /// <summary>The method of the type or of what it derives from; failing that, the one that the interface itself brings.</summary>
    private static nint Find(MethodTable* type, MethodTable* wanted, int slot)
    {
        for (var at = type; at != null; at = at->Base)
        {
            nint method = FindIn(at, type, wanted, slot, isDefault: false);
            if (method != 0)
                return method;
        }

        for (var at = type; at != null; at = at->Base)
        {
            nint method = FindIn(at, type, wanted, slot, isDefault: true);
            if (method != 0)
                return method;
        }

        return 0;
    }

    private static nint FindIn(MethodTable* at, MethodTable* type, MethodTable* wanted, int slot, bool isDefault)
    {
        var map = at->DispatchMap;
        if (map == null)
            return 0;

        var entries = map->Entries + (isDefault ? map->OwnCount : 0);
        int count = isDefault ? map->DefaultCount : map->OwnCount;

        // An interface by its own name goes before one that is only compatible.
        for (int i = 0; i < count; i++)
        {
            if (entries[i].InterfaceSlot == slot && at->Interface(entries[i].Interface) == wanted)
                return Method(at, type, entries[i].Slot);
        }

        for (int i = 0; i < count; i++)
        {
            if (entries[i].InterfaceSlot == slot && wanted->IsVariant && TypeCast.IsVariantOf(at->Interface(entries[i].Interface), wanted))
                return Method(at, type, entries[i].Slot);
        }

        return 0;
    }

    // A virtual method may have been overridden between the class that implements and that of the object.
    private static nint Method(MethodTable* at, MethodTable* type, int slot) => slot < at->MethodCount
        ? type->Method(slot)
        : at->SealedMethod(slot - at->MethodCount);
}
