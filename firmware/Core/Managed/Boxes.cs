using System.Runtime.CompilerServices;
using Internal.Runtime;

namespace System.Runtime;

/// <summary>Boxing and unboxing; ilc calls these by name.</summary>
internal static unsafe partial class RuntimeExports
{
    internal static object? RhBox(MethodTable* type, ref byte data)
    {
        // A box of an optional value is a box of the value, or null.
        if (type->ElementType == ElementType.Nullable)
        {
            if (data == 0)
                return null;
            data = ref Unsafe.Add(ref data, type->NullableOffset);
            type = type->Argument(0);
        }

        object box = RuntimeHelpers.New(type);
        SpanHelpers.Memmove(ref box.Fields, ref data, (nuint)type->ValueSize);
        return box;
    }

    internal static ref byte RhUnbox2(MethodTable* type, object? box)
    {
        if (box is null)
            throw new NullReferenceException();
        CheckBox(type, box);
        return ref box.Fields;
    }

    internal static void RhUnboxTypeTest(MethodTable* type, MethodTable* boxType)
    {
        if (!IsSame(type, boxType))
            throw new InvalidCastException();
    }

    internal static void RhUnboxNullable(ref byte data, MethodTable* type, object? box)
    {
        SpanHelpers.ClearWithoutReferences(ref data, (nuint)type->ValueSize);
        if (box is null)
            return;

        var valueType = type->Argument(0);
        CheckBox(valueType, box);
        data = 1;
        SpanHelpers.Memmove(ref Unsafe.Add(ref data, type->NullableOffset), ref box.Fields, (nuint)valueType->ValueSize);
    }

    private static void CheckBox(MethodTable* type, object box)
    {
        if (!IsSame(type, (MethodTable*)box.m_pEEType))
            throw new InvalidCastException(
                "Unable to cast object of type '" + RuntimeHelpers.TypeName(box) + "' to type '" + RuntimeHelpers.TypeName(type) + "'.");
    }

    // A number may be unboxed as an enum of its type, and the other way round.
    private static bool IsSame(MethodTable* type, MethodTable* boxType) =>
        type == boxType || type->ElementType == boxType->ElementType && type->ElementType < ElementType.Single;
}
