using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Bq2.Loader;

/// <summary>
/// A text that stands in the program itself, "like this"u8: csc puts a NUL behind it, and so its length need not be handed
/// on. The program has hundreds of them. Never to be made of any other text.
/// </summary>
internal readonly unsafe struct Words
{
    private readonly byte* _start;

    private Words(byte* start) => _start = start;

    public static implicit operator Words(ReadOnlySpan<byte> literal) =>
        new((byte*)Unsafe.AsPointer(in MemoryMarshal.GetReference(literal)));

    /// <summary>With its length again.</summary>
    public ReadOnlySpan<byte> Text
    {
        get
        {
            int length = 0;
            while (_start[length] != 0)
                length++;
            return new(_start, length);
        }
    }
}
