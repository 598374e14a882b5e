using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Bq2.Efi.Coff;
using Bq2.Efi.Pe;
using Bq2.Efi.Work;

namespace Bq2.Efi.Link.Relocations;

/// <summary>Relocations whose field is a whole number, the same on both machines.</summary>
internal static class FieldRelocations
{
    // A movable 64-bit image can be loaded above 4 GiB, so such a field would be right only by luck.
    public static readonly Verdict RefuseAbsolute32 =
        Verdict.Refused("is a 32-bit address, and firmware may load a 64-bit program above 4 GiB");

    // An absolute symbol is a number, and the image's base is before all sections.
    public static readonly Verdict RefuseWithoutSection =
        Verdict.Refused("counts from the start of a section, and is in none");

    /// <summary>The relocation by which a field holds an address.</summary>
    public static ushort AddressType(Machine machine) =>
        machine == Machine.X64 ? (ushort)Amd64Relocation.Addr64 : (ushort)Arm64Relocation.Addr64;

    [MethodImpl(Hot.Path)]
    public static Verdict Add64(in RelocationPlace place, long value)
    {
        if (place.Bytes.Length < sizeof(ulong))
            return Verdict.Truncated;

        long field = BinaryPrimitives.ReadInt64LittleEndian(place.Bytes);
        BinaryPrimitives.WriteInt64LittleEndian(place.Bytes, field + value);
        return Verdict.Done;
    }

    [MethodImpl(Hot.Path)]
    public static Verdict AddSigned32(in RelocationPlace place, long value)
    {
        if (place.Bytes.Length < sizeof(int))
            return Verdict.Truncated;

        long sum = BinaryPrimitives.ReadInt32LittleEndian(place.Bytes) + value;
        if (sum is < int.MinValue or > int.MaxValue)
            return Verdict.TooFar(sum, 32);
        BinaryPrimitives.WriteInt32LittleEndian(place.Bytes, (int)sum);
        return Verdict.Done;
    }

    // The addend may be negative, the sum may not.
    [MethodImpl(Hot.Path)]
    public static Verdict AddUnsigned32(in RelocationPlace place, long value)
    {
        if (place.Bytes.Length < sizeof(uint))
            return Verdict.Truncated;

        long sum = BinaryPrimitives.ReadInt32LittleEndian(place.Bytes) + value;
        if (sum is < 0 or > uint.MaxValue)
            return Verdict.Refused($"comes to {sum}, its field holds 0 to {uint.MaxValue}");
        BinaryPrimitives.WriteUInt32LittleEndian(place.Bytes, (uint)sum);
        return Verdict.Done;
    }

    public static Verdict Add16(in RelocationPlace place, int value)
    {
        if (place.Bytes.Length < sizeof(ushort))
            return Verdict.Truncated;

        int sum = BinaryPrimitives.ReadUInt16LittleEndian(place.Bytes) + value;
        if (sum is < 0 or > ushort.MaxValue)
            return Verdict.Refused($"comes to {sum}, its field holds 0 to {ushort.MaxValue}");
        BinaryPrimitives.WriteUInt16LittleEndian(place.Bytes, (ushort)sum);
        return Verdict.Done;
    }
}
