using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Bq2.Efi.Pe;

/// <summary>
/// The checksum of an image: its words added up with the carry, and its length. Firmware does not read it, some tools do.
/// </summary>
internal static class PeCheckSum
{
    /// <summary>The sum for a file whose own field is 0.</summary>
    public static uint Of(ReadOnlySpan<byte> file)
    {
        ulong sum = 0;
        foreach (ushort word in MemoryMarshal.Cast<byte, ushort>(file))
            sum += BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word);
        if (file.Length % 2 != 0)
            sum += file[^1];
        while (sum > ushort.MaxValue)
            sum = (sum & ushort.MaxValue) + (sum >> 16);
        return (uint)sum + (uint)file.Length;
    }
}
