using System.Runtime;
using System.Runtime.CompilerServices;

namespace Internal.Runtime;

/// <summary>
/// The names of methods and types in the program, if they were linked in: the number of methods, then a row for each, sorted by address;
/// then the same for types, in no order. A row has the distances from itself to what is named and to the name.
/// </summary>
internal static unsafe class Names
{
    internal static ReadOnlySpan<byte> Of(MethodTable* type)
    {
        int* count = Start + 1 + 2 * *Start;
        var rows = (Row*)(count + 1);
        for (int i = 0; i < *count; i++)
        {
            if (rows[i].Place == (nint)type)
                return rows[i].Name;
        }

        return default;
    }

    /// <summary>
    /// Decodes a name written by the build: valid UTF-8 without surrogate pairs, which C# names do not have. A full decoder would be larger
    /// than most programs.
    /// </summary>
    internal static string Text(ReadOnlySpan<byte> name)
    {
        var text = new char[name.Length];
        int length = 0;
        foreach (byte b in name)
        {
            if ((b & 0xc0) == 0x80)
                text[length - 1] = (char)(text[length - 1] << 6 | b & 0x3f);
            else
                text[length++] = (char)(b < 0x80 ? b : b < 0xe0 ? b & 0x1f : b & 0x0f);
        }

        return new(text.AsSpan(0, length));
    }

    /// <summary>The method that contains an address: the last one that begins before it.</summary>
    internal static ReadOnlySpan<byte> Around(nint address)
    {
        var rows = (Row*)(Start + 1);
        int low = 0, high = *Start;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (rows[middle].Place <= address)
                low = middle + 1;
            else
                high = middle;
        }

        return low == 0 ? default : rows[low - 1].Name;
    }

    private static int* Start => (int*)(delegate*<void>)&Table;

    [RuntimeImport("bq2_names")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void Table();

    private struct Row
    {
#pragma warning disable CS0649 // the table is part of the program
        private readonly int _place;   // 0
        private readonly int _name;    // 4
#pragma warning restore CS0649

        public readonly nint Place => (nint)Unsafe.AsPointer(in this) + _place;

        public readonly ReadOnlySpan<byte> Name
        {
            get
            {
                byte* text = (byte*)Unsafe.AsPointer(in this) + _name;
                int length = 0;
                while (text[length] != 0)
                    length++;
                return new(text, length);
            }
        }
    }
}
