using Internal.Runtime;

namespace System.Runtime;

/// <summary>What compiled code calls to make objects.</summary>
internal static unsafe class Allocation
{
    // The base size includes a word before the object, for locks; there are none.
    private const nuint WordBefore = 8;

    [RuntimeExport("RhpNewFast")]
    internal static nint New(MethodTable* type) => Fill(type, type->BaseSize - WordBefore);

    [RuntimeExport("RhpNewArrayFast")]
    internal static nint NewArray(MethodTable* type, int length)
    {
        if (length < 0)
            throw new OverflowException();
        nint made = Fill(type, type->BaseSize - WordBefore + (nuint)(uint)length * type->ComponentSize);
        ((int*)made)[2] = length;
        return made;
    }

    [RuntimeExport("RhpNewPtrArrayFast")]
    internal static nint NewArrayOfReferences(MethodTable* type, int length) => NewArray(type, length);

    private static nint Fill(MethodTable* type, nuint size)
    {
        byte* memory = Heap.Allocate(size);
        if (memory == null)
            OutOfMemory();
        *(MethodTable**)memory = type;
        return (nint)memory;
    }

    // An exception would be an object, and there is no memory for one.
    private static void OutOfMemory() => Environment.FailFast("out of memory: the firmware has no more, and nothing is freed here");
}
