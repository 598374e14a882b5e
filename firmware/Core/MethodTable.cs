using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Internal.Runtime;

/// <summary>
/// ilc's description of a type; the first word of each object points to it. Virtual methods follow, then interfaces, then optional fields
/// as the flags say, each a 32-bit distance from itself.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct MethodTable
{
    // Bits of Flags.
    private const uint KindMask = 0x0003_0000;
    private const uint KindGenericDefinition = 0x0003_0000;
    private const uint HasDispatchMap = 0x0004_0000;
    private const uint HasFinalizer = 0x0010_0000;
    private const uint HasReferences = 0x0100_0000;
    private const uint HasSealedMethods = 0x0040_0000;
    private const uint HasVariance = 0x0080_0000;
    private const uint IsGenericFlag = 0x0200_0000;
    private const uint HasComponents = 0x8000_0000;
    private const int ElementTypeShift = 26;

    private readonly uint _flags;              //  0  with the size of an item, for arrays and strings
    private readonly uint _baseSize;           //  4  of an object without items, and of the word before it
    private readonly MethodTable* _related;    //  8  the base class; for an array, the type of its items
    private readonly ushort _methodCount;      // 16
    private readonly ushort _interfaceCount;   // 18
    private readonly uint _hash;               // 20

    [Intrinsic]
    internal static extern MethodTable* Of<T>();

    public readonly uint BaseSize => _baseSize;

    public readonly uint ComponentSize => (_flags & HasComponents) != 0 ? (ushort)_flags : 0u;

    public readonly ElementType ElementType => (ElementType)(_flags >> ElementTypeShift & 0x1f);

    public readonly bool IsInterface => ElementType == ElementType.Interface;

    public readonly bool IsArray => ElementType is ElementType.Array or ElementType.SzArray;

    /// <summary>The suffix of a type made from another one, such as an array; null for types with a name of their own.</summary>
    public readonly string? Parts => ElementType switch
    {
        ElementType.SzArray => "[]",
        ElementType.Pointer => "*",
        _ => null,
    };

    public readonly bool IsValueType => ElementType < ElementType.Class;

    public readonly bool IsGeneric => (_flags & IsGenericFlag) != 0;

    public readonly bool IsVariant => (_flags & HasVariance) != 0;

    public readonly int InterfaceCount => _interfaceCount;

    public readonly int MethodCount => _methodCount;

    public readonly MethodTable* Element => _related;

    /// <summary>The base class; null for System.Object and interfaces.</summary>
    public readonly MethodTable* Base => IsArray ? Of<System.Array>() : _related;

    // Boxes are padded to whole words; the low bits of the flags say by how many bytes.
    public readonly int ValueSize => (int)_baseSize - 2 * sizeof(nint) - (int)((_flags & 0xe0) >> 5);

    /// <summary>The offset of a nullable's value: its alignment, as a power of two in the flags.</summary>
    public readonly int NullableOffset => 1 << (int)(_flags >> 8 & 7);

    /// <summary>
    /// The first field that is a reference, at or after an offset in an object; -1 if there is none. The garbage collector's description
    /// precedes the table: a count, and before that, for each run of references, its length minus the object's, and its offset.
    /// </summary>
    public readonly int NextReference(int offset)
    {
        if ((_flags & HasReferences) == 0)
            return -1;

        nint* count = (nint*)Unsafe.AsPointer(in this) - 1;
        int next = -1;
        for (nint i = 1; i <= *count; i++)
        {
            int start = (int)count[-2 * i + 1], end = start + (int)count[-2 * i] + (int)_baseSize;
            int found = offset > start ? offset + sizeof(nint) - 1 & -sizeof(nint) : start;
            if (found < end && (next < 0 || found < next))
                next = found;
        }

        return next;
    }

    public readonly nint Method(int slot) => ((nint*)AfterFields)[slot];

    public readonly MethodTable* Interface(int index) => ((MethodTable**)AfterFields)[_methodCount + index];

    /// <summary>Maps the interfaces' methods to this type's.</summary>
    public readonly DispatchMap* DispatchMap => (_flags & HasDispatchMap) == 0 ? null : (DispatchMap*)Follow(OptionalField(0));

    /// <summary>Methods that cannot be overridden are not among the virtual ones, but may implement interfaces.</summary>
    public readonly nint SealedMethod(int slot) => Follow((int*)Follow(OptionalField(2)) + slot);

    public readonly MethodTable* GenericDefinition => (MethodTable*)Follow(OptionalField(3));

    /// <summary>A word of memory for each type, for the core library's own use.</summary>
    public readonly nint* Memory => (nint*)Follow(OptionalField(0) - 1);

    /// <summary>For a generic definition, the number of parameters; it has no instances, so no size.</summary>
    public readonly int Arity => (int)_baseSize;

    public readonly MethodTable* Argument(int index)
    {
        // A single argument is stored here, several in a list.
        int* field = OptionalField(4);
        return (MethodTable*)Follow(GenericDefinition->Arity == 1 ? field : (int*)Follow(field) + index);
    }

    /// <summary>For a generic definition, the variance of a parameter.</summary>
    public readonly Variance Variance(int index) => IsVariant ? ((Variance*)Follow(OptionalField(4)))[index] : Runtime.Variance.None;

    private readonly byte* AfterFields => (byte*)Unsafe.AsPointer(in this) + sizeof(MethodTable);

    /// <summary>
    /// The optional fields in order: dispatch map, finalizer, sealed methods, generic definition and arguments.
    /// </summary>
    private readonly int* OptionalField(int which)
    {
        const int AlwaysThere = 2;   // the module, and memory to write
        var field = (int*)(AfterFields + (_methodCount + _interfaceCount) * sizeof(nint)) + AlwaysThere;
        if (which > 0 && (_flags & HasDispatchMap) != 0)
            field++;
        if (which > 1 && (_flags & HasFinalizer) != 0)
            field++;
        if (which > 2 && (_flags & HasSealedMethods) != 0)
            field++;
        if (which > 3 && (_flags & KindMask) != KindGenericDefinition)
            field++;
        return field;
    }

    private static nint Follow(int* distance) => (nint)((byte*)distance + *distance);
}

/// <summary>The runtime's numbers for kinds of types; those below Class are value types.</summary>
internal enum ElementType : byte
{
    Boolean = 2,
    Char = 3,
    SByte = 4,
    Byte = 5,
    Int16 = 6,
    UInt16 = 7,
    Int32 = 8,
    UInt32 = 9,
    Int64 = 10,
    UInt64 = 11,
    IntPtr = 12,
    UIntPtr = 13,
    Single = 14,
    Double = 15,
    ValueType = 16,
    Nullable = 18,
    Class = 20,
    Interface = 21,
    SystemArray = 22,
    Array = 23,
    SzArray = 24,
    ByRef = 25,
    Pointer = 26,
}

internal enum Variance : byte
{
    None = 0,
    Covariant = 1,
    Contravariant = 2,
    Array = 0x20,
}

/// <summary>The counts of four kinds of entries, and the entries: our methods first, then the interfaces' own.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct DispatchMap
{
    public ushort OwnCount;            // 0
    public ushort DefaultCount;        // 2
    public ushort StaticCount;         // 4
    public ushort DefaultStaticCount;  // 6

    public readonly DispatchEntry* Entries => (DispatchEntry*)((byte*)Unsafe.AsPointer(in this) + sizeof(DispatchMap));
}

[StructLayout(LayoutKind.Sequential)]
internal struct DispatchEntry
{
    public ushort Interface;           // 0  among those of the type
    public ushort InterfaceSlot;       // 2
    public ushort Slot;                // 4  of the type
}
