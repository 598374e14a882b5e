using Internal.Runtime;

namespace System.Runtime;

/// <summary>Casts of objects. ilc calls these by name, depending on what it knows about the type.</summary>
internal static unsafe class TypeCast
{
    internal static object? CheckCastAny(MethodTable* type, object? obj) => Check(type, obj);

    internal static object? CheckCastInterface(MethodTable* type, object? obj) => Check(type, obj);

    internal static object? CheckCastClass(MethodTable* type, object? obj) => Check(type, obj);

    internal static object? CheckCastClassSpecial(MethodTable* type, object? obj) => Check(type, obj);

    internal static object? IsInstanceOfAny(MethodTable* type, object? obj) => As(type, obj);

    internal static object? IsInstanceOfInterface(MethodTable* type, object? obj) => As(type, obj);

    internal static object? IsInstanceOfClass(MethodTable* type, object? obj) => As(type, obj);

    internal static bool IsInstanceOfException(MethodTable* type, object? obj) => As(type, obj) is not null;

    internal static void StelemRef(object?[] array, nint index, object? obj)
    {
        if ((nuint)index >= (uint)array.Length)
            Throw.IndexOutOfRange();
        if (obj is not null && !IsA((MethodTable*)obj.m_pEEType, ((MethodTable*)array.m_pEEType)->Element))
            throw new ArrayTypeMismatchException();
        Item(array, index) = obj;
    }

    internal static ref object? LdelemaRef(object?[] array, nint index, MethodTable* element)
    {
        if ((nuint)index >= (uint)array.Length)
            Throw.IndexOutOfRange();
        if (((MethodTable*)array.m_pEEType)->Element != element)
            throw new ArrayTypeMismatchException();
        return ref Item(array, index);
    }

    private static object? As(MethodTable* type, object? obj) => obj is not null && IsA((MethodTable*)obj.m_pEEType, type) ? obj : null;

    private static object? Check(MethodTable* type, object? obj) => obj is null || IsA((MethodTable*)obj.m_pEEType, type) ? obj
        : throw new InvalidCastException("Unable to cast object of type '" + CompilerServices.RuntimeHelpers.TypeName(obj)
            + "' to type '" + CompilerServices.RuntimeHelpers.TypeName(type) + "'.");

    /// <summary>Whether an instance of the one type is also one of the other.</summary>
    internal static bool IsA(MethodTable* type, MethodTable* other)
    {
        if (type == other)
            return true;
        if (other->IsInterface)
            return Implements(type, other);
        if (other->IsArray)
            return type->IsArray && type->BaseSize == other->BaseSize && IsItem(type->Element, other->Element);

        for (; type != null; type = type->Base)
        {
            if (type == other || other->IsVariant && IsVariantOf(type, other))
                return true;
        }

        return false;
    }

    /// <summary>Whether both are instances of one generic type and their arguments differ only as variance allows.</summary>
    internal static bool IsVariantOf(MethodTable* type, MethodTable* other)
    {
        if (!type->IsGeneric || !other->IsGeneric || type->GenericDefinition != other->GenericDefinition)
            return false;

        var definition = other->GenericDefinition;
        for (int i = 0; i < definition->Arity; i++)
        {
            var (mine, theirs) = ((nint)type->Argument(i), (nint)other->Argument(i));
            if (!Fits((MethodTable*)mine, (MethodTable*)theirs, definition->Variance(i)))
                return false;
        }

        return true;
    }

    private static bool Fits(MethodTable* mine, MethodTable* theirs, Variance variance) => variance switch
    {
        Variance.Covariant => IsReference(mine, theirs) || mine == theirs,
        Variance.Contravariant => IsReference(theirs, mine) || mine == theirs,
        Variance.Array => IsItem(mine, theirs),
        _ => mine == theirs,
    };

    private static bool Implements(MethodTable* type, MethodTable* other)
    {
        if (other->IsVariant && IsVariantOf(type, other))
            return true;
        for (int i = 0; i < type->InterfaceCount; i++)
        {
            if (type->Interface(i) == other || other->IsVariant && IsVariantOf(type->Interface(i), other))
                return true;
        }

        return false;
    }

    private static bool IsReference(MethodTable* type, MethodTable* other) => !type->IsValueType && !other->IsValueType && IsA(type, other);

    /// <summary>Arrays of references are covariant; arrays of numbers convert between types of one size.</summary>
    private static bool IsItem(MethodTable* type, MethodTable* other) =>
        IsReference(type, other)
            || type->IsValueType && other->IsValueType && (type == other || Unsigned(type) == Unsigned(other) && Unsigned(type) != 0);

    private static ElementType Unsigned(MethodTable* type) => type->ElementType switch
    {
        ElementType.SByte or ElementType.Byte => ElementType.Byte,
        ElementType.Int16 or ElementType.UInt16 => ElementType.UInt16,
        ElementType.Int32 or ElementType.UInt32 => ElementType.UInt32,
        ElementType.Int64 or ElementType.UInt64 or ElementType.IntPtr or ElementType.UIntPtr => ElementType.UInt64,
        _ => 0,
    };

    private static ref object? Item(object?[] array, nint index) =>
        ref CompilerServices.Unsafe.Add(ref InteropServices.MemoryMarshal.GetArrayDataReference(array), (int)index);
}
