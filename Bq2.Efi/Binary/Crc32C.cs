using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using Bq2.Efi.Work;
using Arm = System.Runtime.Intrinsics.Arm;

namespace Bq2.Efi.Binary;

/// <summary>
/// The checksum of ext4 and others: polynomial 0x1EDC6F41 reflected. Start and end are not inverted here: ext4 begins with all ones or with
/// the sum of something else, and stores the sum as it is.
/// </summary>
internal static class Crc32C
{
    public const uint Start = 0xffff_ffff;

    private const uint Polynomial = 0x82f6_3b78;

    private static readonly uint[] s_table = MakeTable();

    /// <summary>The sum of some bytes, of which <paramref name="sum"/> is that of all but the last.</summary>
    [MethodImpl(Hot.Path)]
    public static uint Append(uint sum, ReadOnlySpan<byte> bytes)
    {
        if (Sse42.X64.IsSupported)
        {
            foreach (ulong eight in MemoryMarshal.Cast<byte, ulong>(bytes))
                sum = (uint)Sse42.X64.Crc32(sum, eight);
            foreach (byte value in bytes[(bytes.Length & ~7)..])
                sum = Sse42.Crc32(sum, value);
            return sum;
        }

        if (Arm.Crc32.Arm64.IsSupported)
        {
            foreach (ulong eight in MemoryMarshal.Cast<byte, ulong>(bytes))
                sum = Arm.Crc32.Arm64.ComputeCrc32C(sum, eight);
            foreach (byte value in bytes[(bytes.Length & ~7)..])
                sum = Arm.Crc32.ComputeCrc32C(sum, value);
            return sum;
        }

        return AppendByTable(sum, bytes);
    }

    /// <summary>The same with a number, least significant byte first.</summary>
    public static uint Append(uint sum, uint value) => Append(sum, MemoryMarshal.AsBytes(new ReadOnlySpan<uint>(in value)));

    /// <summary>The same on any machine.</summary>
    [MethodImpl(Hot.Path)]
    internal static uint AppendByTable(uint sum, ReadOnlySpan<byte> bytes)
    {
        uint[] table = s_table;
        foreach (byte value in bytes)
            sum = table[(byte)sum ^ value] ^ sum >> 8;
        return sum;
    }

    private static uint[] MakeTable()
    {
        var table = new uint[256];
        for (uint i = 0; i < 256; i++)
        {
            uint sum = i;
            for (int bit = 0; bit < 8; bit++)
                sum = sum >> 1 ^ ((sum & 1) != 0 ? Polynomial : 0);
            table[i] = sum;
        }

        return table;
    }
}
