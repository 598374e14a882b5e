using System.Runtime.CompilerServices;

namespace Bq2.Loader;

/// <summary>
/// A buffer for names and other small texts. Not on the stack, because each buffer there needs code that guards it. Without memory, which
/// has been reported, the buffer is empty and no text fits.
/// </summary>
internal static unsafe class Scratch
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Span<byte> Bytes(int count) => PoolBuffer.Allocate(count, out _).Bytes;

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Span<char> Chars(int count)
    {
        var buffer = PoolBuffer.Allocate(count * sizeof(char), out _);
        return new(buffer.Start, buffer.Length / sizeof(char));
    }
}
