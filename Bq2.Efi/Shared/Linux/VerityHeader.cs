using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Bq2.Efi.Boot;

namespace Bq2.Efi.Linux;

/// <summary>
/// The 512 bytes before the hashes of dm-verity, as veritysetup writes them: "Verity superblock format" of cryptsetup's DMVerity page.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct VerityHeader
{
    public const int Size = 512;
    public const ulong Verity = 0x0000_7974_6972_6576;

    /// <summary>A salt is no longer than this.</summary>
    public const int MaxSalt = 256;

    public ulong Signature;              //   0  "verity" and two zeros
    public uint Version;                 //   8  1
    public uint HashType;                //  12  1; 0 is that of Chrome OS
    public ulong IdLow, IdHigh;          //  16
    public AlgorithmBytes Algorithm;     //  32  text, such as sha256
    public uint DataBlockSize;           //  64
    public uint HashBlockSize;           //  68
    public ulong DataBlocks;             //  72
    public ushort SaltLength;            //  80
    public ushort Padding1;              //  82
    public uint Padding2;                //  84
    public SaltBytes Salt;               //  88
    public PaddingBytes Padding3;        // 344

    /// <summary>Whether the kernel could take it.</summary>
    public readonly bool IsSound =>
        Signature == Verity && Version == 1 && HashType <= 1 && IsBlockSize(DataBlockSize) && IsBlockSize(HashBlockSize)
        && DataBlocks is > 0 and < 1ul << 46 && SaltLength <= MaxSalt;

    /// <summary>How long the device is that is checked, in sectors of 512 bytes.</summary>
    public readonly ulong Sectors => DataBlocks * (DataBlockSize / 512);

    /// <summary>
    /// The line of dm-verity's target: "Construction Parameters" of the kernel's admin-guide/device-mapper/verity. The devices are numbers
    /// such as 259:1.
    /// </summary>
    public readonly void WriteTable(
        scoped ReadOnlySpan<byte> data, scoped ReadOnlySpan<byte> hashes, scoped ReadOnlySpan<byte> rootHash, ref Utf8Writer line)
    {
        line.AddNumber(HashType);
        AddWord(ref line, data);
        AddWord(ref line, hashes);
        AddNumber(ref line, DataBlockSize);
        AddNumber(ref line, HashBlockSize);
        AddNumber(ref line, DataBlocks);
        AddNumber(ref line, 1);   // the hashes begin with the first block behind this header
        line.Add((byte)' ');
        WriteAlgorithm(ref line);
        AddWord(ref line, rootHash);
        line.Add((byte)' ');
        WriteSalt(ref line);
    }

    private readonly void WriteAlgorithm(ref Utf8Writer line)
    {
        ReadOnlySpan<byte> text = Algorithm;
        int zero = text.IndexOf((byte)0);
        line.Add(zero < 0 ? text : text[..zero]);
    }

    private readonly void WriteSalt(ref Utf8Writer line)
    {
        foreach (byte value in ((ReadOnlySpan<byte>)Salt)[..SaltLength])
        {
            line.Add("0123456789abcdef"u8[value >> 4]);
            line.Add("0123456789abcdef"u8[value & 15]);
        }

        if (SaltLength == 0)
            line.Add((byte)'-');
    }

    private static void AddWord(ref Utf8Writer line, scoped ReadOnlySpan<byte> word)
    {
        line.Add((byte)' ');
        line.Add(word);
    }

    private static void AddNumber(ref Utf8Writer line, ulong number)
    {
        line.Add((byte)' ');
        line.AddNumber(number);
    }

    private static bool IsBlockSize(uint size) => size is >= 512 and <= 65536 && (size & size - 1) == 0;

    [InlineArray(32)]
    internal struct AlgorithmBytes
    {
        private byte _first;
    }

    [InlineArray(MaxSalt)]
    internal struct SaltBytes
    {
        private byte _first;
    }

    [InlineArray(168)]
    internal struct PaddingBytes
    {
        private byte _first;
    }
}

/// <summary>
/// The root hash of dm-verity. It names its partitions too, by the Discoverable Partitions Specification: the first half of it is the id of
/// the one with the data, the second half of the one with the hashes.
/// </summary>
internal static class RootHash
{
    private const int IdDigits = 32;

    public static bool IsSound(ReadOnlySpan<byte> digits)
    {
        foreach (byte c in digits)
        {
            if (c is not (>= (byte)'0' and <= (byte)'9' or >= (byte)'a' and <= (byte)'f' or >= (byte)'A' and <= (byte)'F'))
                return false;
        }

        return digits.Length is >= 2 * IdDigits and <= 128 && digits.Length % 2 == 0;
    }

    public static void WriteDataId(ReadOnlySpan<byte> digits, ref Utf8Writer target) => WriteId(digits[..IdDigits], ref target);

    public static void WriteHashId(ReadOnlySpan<byte> digits, ref Utf8Writer target) => WriteId(digits[^IdDigits..], ref target);

    private static void WriteId(ReadOnlySpan<byte> digits, ref Utf8Writer target)
    {
        for (int i = 0; i < digits.Length; i++)
        {
            if (i is 8 or 12 or 16 or 20)
                target.Add((byte)'-');
            target.Add(digits[i]);
        }
    }
}
