using System.Runtime;
using System.Runtime.CompilerServices;

namespace Internal.Runtime;

/// <summary>
/// The values of an enum and their names. The table of all enums is linked into programs that convert one to text: their number, and for
/// each the distances from its row to the type and to its description: the number of values, whether they are flags, the values as
/// sorted unsigned numbers, and in the same order the names, each ended by a NUL.
/// </summary>
internal readonly unsafe struct EnumNames(int* told)
{
    public int Count => told == null ? 0 : told[0];

    public bool AreFlags => told != null && told[1] != 0;

    private ulong* Values => (ulong*)(told + 2);

    public ulong Value(int index) => Values[index];

    /// <summary>The index of the first name of a value; negative if it has none.</summary>
    public int Find(ulong value)
    {
        for (int i = 0; i < Count; i++)
        {
            if (Value(i) == value)
                return i;
        }

        return -1;
    }

    public System.ReadOnlySpan<byte> Name(int index)
    {
        byte* text = (byte*)(Values + Count);
        while (true)
        {
            int length = 0;
            while (text[length] != 0)
                length++;
            if (index-- == 0)
                return new(text, length);
            text += length + 1;
        }
    }

    /// <summary>An enum inside a generic type is listed by its definition.</summary>
    public static EnumNames Of(MethodTable* type)
    {
        if (type->IsGeneric)
            type = type->GenericDefinition;
        int* start = (int*)(delegate*<void>)&Table;
        for (int i = 0; i < *start; i++)
        {
            int* row = start + 1 + 2 * i;
            if ((byte*)row + row[0] == (byte*)type)
                return new((int*)((byte*)row + row[1]));
        }

        return default;
    }

    [RuntimeImport("bq2_enums")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void Table();
}
