using System.Runtime.CompilerServices;

namespace Bq2.Efi.Binary;

/// <summary>Where a field of a format's struct lies: what a fault shows, or what is written anew.</summary>
/// <param name="Offset">From the start of the struct, or of the file once <see cref="At"/> has said where the struct is.</param>
/// <param name="Length">In bytes.</param>
internal readonly record struct FieldPlace(long Offset, int Length)
{
    /// <summary>The place as the compiler has laid it out: nobody counts, and no number can go wrong.</summary>
    /// <param name="whole">The struct.</param>
    /// <param name="field">The field in this same variable; a copy lies elsewhere.</param>
    public static FieldPlace Of<TStruct, TField>(ref readonly TStruct whole, ref readonly TField field)
        where TStruct : unmanaged
        where TField : unmanaged
    {
        ref readonly byte start = ref Unsafe.As<TStruct, byte>(ref Unsafe.AsRef(in whole));
        long offset = Unsafe.ByteOffset(in start, in Unsafe.As<TField, byte>(ref Unsafe.AsRef(in field)));
        int length = Unsafe.SizeOf<TField>();
        return offset >= 0 && offset + length <= Unsafe.SizeOf<TStruct>() ? new(offset, length)
            : throw new ArgumentException("the field is not of this struct", nameof(field));
    }

    /// <summary>The same in a struct that begins at an offset.</summary>
    public FieldPlace At(long start) => this with { Offset = start + Offset };

    /// <summary>From this field to the end of another one behind it.</summary>
    public FieldPlace To(FieldPlace last) => this with { Length = (int)(last.Offset - Offset) + last.Length };
}
