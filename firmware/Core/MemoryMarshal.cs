using System.Runtime.CompilerServices;

namespace System.Runtime.InteropServices;

public static class MemoryMarshal
{
    public static ref T GetReference<T>(Span<T> span) => ref span.Reference;

    public static ref T GetReference<T>(ReadOnlySpan<T> span) => ref span.Reference;

    /// <summary>Where the items of an array begin, after its length; for an empty array, where they would.</summary>
    public static ref T GetArrayDataReference<T>(T[] array) => ref Unsafe.As<byte, T>(ref Unsafe.Add(ref array.Fields, sizeof(ulong)));

    public static Span<T> CreateSpan<T>(ref T reference, int length) => new(ref reference, length);

    public static ReadOnlySpan<T> CreateReadOnlySpan<T>(ref readonly T reference, int length) => new(in reference, length);

    public static Span<byte> AsBytes<T>(Span<T> span) where T : struct =>
        new(ref Unsafe.As<T, byte>(ref span.Reference), checked(span.Length * Unsafe.SizeOf<T>()));

    public static ReadOnlySpan<byte> AsBytes<T>(ReadOnlySpan<T> span) where T : struct =>
        new(in Unsafe.As<T, byte>(ref span.Reference), checked(span.Length * Unsafe.SizeOf<T>()));

    public static T Read<T>(ReadOnlySpan<byte> source) where T : struct
    {
        if (source.Length < Unsafe.SizeOf<T>())
            Throw.TooShort();
        return Unsafe.ReadUnaligned<T>(ref source.Reference);
    }

    public static void Write<T>(Span<byte> destination, in T value) where T : struct
    {
        if (destination.Length < Unsafe.SizeOf<T>())
            Throw.TooShort();
        Unsafe.WriteUnaligned(ref destination.Reference, value);
    }
}
