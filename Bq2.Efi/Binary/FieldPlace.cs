using System.Runtime.CompilerServices;

namespace Bq2.Efi.Binary;

/// <summary>The place of a field of a format's struct, for a fault to show or for a write.</summary>
/// <param name="Offset">From the start of the struct; after <see cref="At"/> from the start of the file.</param>
/// <param name="Length">In bytes.</param>
internal readonly record struct FieldPlace(long Offset, int Length)
{
    /// <summary>The place as the compiler laid it out, so that no offset is written by hand.</summary>
    /// <param name="whole">The struct.</param>
    /// <param name="field">The field in the same variable; a copy has another address.</param>
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

    /// <summary>From this field to the end of a later one.</summary>
    public FieldPlace To(FieldPlace last) => this with { Length = (int)(last.Offset - Offset) + last.Length };
}
