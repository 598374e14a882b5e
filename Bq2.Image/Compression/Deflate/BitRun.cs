using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Bq2.Efi.Work;

namespace Bq2.Image;

/// <summary>
/// A <see cref="BitWriter"/> for writing many symbols, small enough for registers. Its space is already reserved.
/// </summary>
internal ref struct BitRun(ref byte next, ulong bits, int count)
{
    public ref byte Next = ref next;
    public ulong Bits = bits;
    public int Count = count;

    [MethodImpl(Hot.Part)]
    public void Add(ulong bits, int count)
    {
        Bits |= bits << Count;
        Count += count;
    }

    /// <summary>Writes the whole bytes. At most seven bits are left.</summary>
    [MethodImpl(Hot.Part)]
    public void Flush()
    {
        Unsafe.WriteUnaligned(ref Next, BitConverter.IsLittleEndian ? Bits : BinaryPrimitives.ReverseEndianness(Bits));
        Next = ref Unsafe.Add(ref Next, Count >> 3);
        Bits >>= Count & 0x38;
        Count &= 7;
    }
}
