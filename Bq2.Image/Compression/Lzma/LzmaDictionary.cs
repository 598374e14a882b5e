namespace Bq2.Image;

/// <summary>How far back the matches of LZMA may reach, which is how much memory it takes to unpack.</summary>
internal static class LzmaDictionary
{
    private const long Max = 512 << 20;
    private const int Min = 4096;

    /// <summary>
    /// The five bytes from which LZMA's decoder starts: how bits are modelled, and the dictionary's length, which must be one that may be
    /// taken from memory.
    /// </summary>
    public static byte[] Properties(PackedInput input, byte model, long length)
    {
        byte[] bytes = new byte[5];
        bytes[0] = model;
        System.Buffers.Binary.BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(1), (int)Math.Max(Min, Checked(input, length)));
        return bytes;
    }

    /// <summary>The length for the code of LZMA2: 2 or 3 times a power of two.</summary>
    public static byte CheckCode(PackedInput input, byte code)
    {
        Checked(input, code > 40 ? long.MaxValue : (2L | code & 1) << code / 2 + 11);
        return code;
    }

    private static long Checked(PackedInput input, long length) => length <= Max ? length : throw input.Fault(ImageFaults.PackedMemory,
        $"unpacking takes a dictionary of {length:N0} bytes; at most {Max:N0} are taken");
}
