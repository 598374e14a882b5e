using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Bq2.Efi.Work;

namespace Bq2.Efi.Binary;

/// <summary>
/// Copies format structs to and from memory and streams byte for byte. Ours are laid out for a little-endian host; fields of big-endian
/// formats are <see cref="Be32"/> and its like.
/// </summary>
internal static class StructBytes
{
    static StructBytes() => Trace.Assert(BitConverter.IsLittleEndian, "Bq2's format structs are little-endian and so must the host be.");

    /// <summary>The struct that starts at <paramref name="offset"/>. The caller has checked that it is inside.</summary>
    [MethodImpl(Hot.Part)]
    public static T ReadAt<T>(this ReadOnlySpan<byte> bytes, int offset) where T : unmanaged =>
        MemoryMarshal.Read<T>(bytes[offset..]);

    /// <summary>The table of <paramref name="count"/> structs that starts at <paramref name="offset"/>, in place.</summary>
    [MethodImpl(Hot.Part)]
    public static ReadOnlySpan<T> TableAt<T>(this ReadOnlySpan<byte> bytes, int offset, int count) where T : unmanaged =>
        MemoryMarshal.Cast<byte, T>(bytes.Slice(offset, checked(count * Unsafe.SizeOf<T>())));

    /// <summary>Writes a struct's bytes at <paramref name="offset"/>.</summary>
    public static void WriteAt<T>(this Span<byte> bytes, int offset, in T value) where T : unmanaged =>
        MemoryMarshal.Write(bytes[offset..], in value);

    /// <summary>A copy of a struct's bytes.</summary>
    public static byte[] ToBytes<T>(in T value) where T : unmanaged =>
        MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)).ToArray();
}
