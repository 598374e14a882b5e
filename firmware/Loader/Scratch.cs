using System.Runtime.CompilerServices;

namespace Bq2.Loader;

/// <summary>
/// Room for names and other small texts. Not on the stack: each buffer there brings code that guards it. Where there is no
/// memory, which was said, there is no room, and the text does not fit.
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
