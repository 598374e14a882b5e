using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Bq2.Efi.Work;

namespace Bq2.Image;

/// <summary>
/// Reads bits, the lowest first. Above the counted bits there may be bits of the next bytes already, so that
/// adding them again is harmless.
/// </summary>
internal ref struct BitReader(ReadOnlySpan<byte> source, uint bits, int count)
{
    public ref byte Next = ref MemoryMarshal.GetReference(source);
    public int Left = source.Length;
    public ulong Bits = bits;
    public int Count = count;

    [MethodImpl(Hot.Part)]
    public static ulong Eight(ref byte at)
    {
        ulong bits = Unsafe.ReadUnaligned<ulong>(ref at);
        return BitConverter.IsLittleEndian ? bits : BinaryPrimitives.ReverseEndianness(bits);
    }

    /// <summary>Fills up to 56 bits or more, if the source has that many.</summary>
    [MethodImpl(Hot.Part)]
    public void Fill()
    {
        if (Left >= sizeof(ulong))
        {
            int bytes = (63 - Count) >> 3;
            Bits |= Eight(ref Next) << Count;
            Next = ref Unsafe.Add(ref Next, bytes);
            Left -= bytes;
            Count |= 56;
        }
        else
        {
            FillFromFew();
        }
    }

    [MethodImpl(Hot.Part)]
    public void Drop(int count)
    {
        Bits >>= count;
        Count -= count;
    }

    [MethodImpl(Hot.Part)]
    public int Take(int count)
    {
        int value = (int)Bits & ((1 << count) - 1);
        Drop(count);
        return value;
    }

    /// <summary>Returns whole bytes to the source. Fewer than eight bits are left.</summary>
    public void GiveBack()
    {
        int bytes = Count >> 3;
        Next = ref Unsafe.Subtract(ref Next, bytes);
        Left += bytes;
        Count &= 7;
        Bits &= (1u << Count) - 1;
    }

    /// <summary>After <see cref="GiveBack"/>, if the bits end with a byte: the next bytes, which must exist.</summary>
    public void CopyBytes(Span<byte> into)
    {
        MemoryMarshal.CreateReadOnlySpan(ref Next, Left)[..into.Length].CopyTo(into);
        Next = ref Unsafe.Add(ref Next, into.Length);
        Left -= into.Length;
    }

    private void FillFromFew()
    {
        while (Count < 56 && Left > 0)
        {
            Bits |= (ulong)Next << Count;
            Next = ref Unsafe.Add(ref Next, 1);
            Left--;
            Count += 8;
        }
    }
}
