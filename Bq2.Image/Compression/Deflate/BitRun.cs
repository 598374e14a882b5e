using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Bq2.Efi.Work;

namespace Bq2.Image;

/// <summary>
/// What a <see cref="BitWriter"/> is while many symbols are written, small enough to be kept in registers. Its room was reserved.
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

    /// <summary>Writes the whole bytes. Seven bits at most are left.</summary>
    [MethodImpl(Hot.Part)]
    public void Flush()
    {
        Unsafe.WriteUnaligned(ref Next, BitConverter.IsLittleEndian ? Bits : BinaryPrimitives.ReverseEndianness(Bits));
        Next = ref Unsafe.Add(ref Next, Count >> 3);
        Bits >>= Count & 0x38;
        Count &= 7;
    }
}
