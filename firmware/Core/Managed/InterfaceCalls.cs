using Internal.Runtime;

namespace System.Runtime;

/// <summary>
/// Resolves calls through interfaces. Each call site has a cell with the interface in it; call sites of the same method have adjacent
/// cells, and the method's number follows the last of them.
/// </summary>
internal static unsafe class InterfaceCalls
{
    internal static nint Resolve(object obj, nint cell)
    {
        var type = (MethodTable*)obj.m_pEEType;
        nint* last = (nint*)cell;
        while (*last != 0)
            last += 2;

        // The low two bits mean that it is relative to the field itself.
        int* field = (int*)((nint*)cell + 1);
        var wanted = (MethodTable*)((byte*)field + (*field & ~3));
        nint method = Find(type, wanted, (ushort)last[1]);
        return method != 0 ? method : throw new InvalidCastException(
            CompilerServices.RuntimeHelpers.TypeName(obj) + " does not implement a method of "
                + CompilerServices.RuntimeHelpers.TypeName(wanted) + ".");
    }

    /// <summary>The method of the type or of a base class; otherwise the interface's default implementation.</summary>
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

        // The interface itself takes precedence over one that is only compatible through variance.
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

    // A class derived from the one that implements the interface may override the method.
    private static nint Method(MethodTable* at, MethodTable* type, int slot) => slot < at->MethodCount
        ? type->Method(slot)
        : at->SealedMethod(slot - at->MethodCount);
}
