using Internal.Runtime;

namespace System.Runtime.CompilerServices;

public static unsafe class RuntimeHelpers
{
    /// <summary>The offset of a string's text, which csc uses for strings in fixed statements.</summary>
    public static int OffsetToStringData
    {
        [Intrinsic]
        get => 12;
    }

    // The compiler replaces these two calls by the data.

    [Intrinsic]
    public static void InitializeArray(Array array, RuntimeFieldHandle fldHandle) => throw new NotSupportedException();

    [Intrinsic]
    public static ReadOnlySpan<T> CreateSpan<T>(RuntimeFieldHandle fldHandle) => throw new NotSupportedException();

    [Intrinsic]
    public static extern bool IsReferenceOrContainsReferences<T>();

    public static T[] GetSubArray<T>(T[] array, Range range)
    {
        int start = range.Start.GetOffset(array.Length);
        return array.AsSpan(start, range.End.GetOffset(array.Length) - start).ToArray();
    }

    /// <summary>Does nothing: a full stack ends the program with a message, so no check is needed.</summary>
    public static void EnsureSufficientExecutionStack()
    {
    }

    /// <summary>The bytes of a boxed value, without padding.</summary>
    internal static ReadOnlySpan<byte> Bits(object box) => new(in box.Fields, ((MethodTable*)box.m_pEEType)->ValueSize);

    internal static object? ReferenceAt(object box, int offset) => Unsafe.As<byte, object?>(ref Unsafe.Add(ref box.Fields, offset));

    /// <summary>A new object of this one's type, all zeros.</summary>
    internal static object NewOfType(object like) => New((MethodTable*)like.m_pEEType);

    internal static string TypeName(object obj) => TypeName((MethodTable*)obj.m_pEEType);

    /// <summary>
    /// In .NET's form, such as System.Collections.Generic.List`1[System.Int32]; "object" if names are not linked in.
    /// </summary>
    internal static string TypeName(MethodTable* type)
    {
        if (!Features.HasNames)
            return "object";
        if (type->Parts is { } parts)
            return TypeName(type->Element) + parts;
        if (!type->IsGeneric)
            return Name(type, withParameters: true);

        string name = Name(type->GenericDefinition, withParameters: false);
        for (int i = 0; i < type->GenericDefinition->Arity; i++)
            name += (i == 0 ? "[" : ",") + TypeName(type->Argument(i));
        return name + "]";
    }

    /// <summary>Its name without namespace, outer types and arguments.</summary>
    internal static string ShortTypeName(MethodTable* type)
    {
        if (type->Parts is { } parts)
            return ShortTypeName(type->Element) + parts;
        string name = Name(type->IsGeneric ? type->GenericDefinition : type, withParameters: false);
        return name[(Math.Max(name.LastIndexOf('.'), name.LastIndexOf('+')) + 1)..];
    }

    private static string Name(MethodTable* type, bool withParameters)
    {
        var name = Names.Of(type);
        int end = withParameters ? -1 : name.IndexOf((byte)'[');
        return name.IsEmpty ? "object" : Names.Text(end < 0 ? name : name[..end]);
    }

    [RuntimeImport("RhpNewFast")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    internal static extern object New(MethodTable* type);
}
