using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Bq2.Loader;

/// <summary>
/// A text literal of the program, "like this"u8: csc puts a NUL after it, so its length need not be passed. The program has hundreds of
/// them. Never make one from any other text.
/// </summary>
internal readonly unsafe struct Words
{
    private readonly byte* _start;

    private Words(byte* start) => _start = start;

    public static implicit operator Words(ReadOnlySpan<byte> literal) =>
        new((byte*)Unsafe.AsPointer(in MemoryMarshal.GetReference(literal)));

    /// <summary>As a span, with its length.</summary>
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
