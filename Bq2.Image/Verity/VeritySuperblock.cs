using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Bq2.Image;

/// <summary>What stands before a hash tree: struct verity_sb in cryptsetup's lib/verity/verity.c.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct VeritySuperblock
{
    public const int Size = 512, MaxSalt = 256;

    public Bytes8 Signature;                        //   0  "verity", padded with NUL
    public uint Version;                            //   8  1
    public uint HashType;                           //  12  1: the salt stands before a block
    public Bytes16 Uuid;                            //  16  in the order of its text
    public Bytes32 Algorithm;                       //  32  "sha256", padded with NUL
    public uint DataBlockSize;                      //  64
    public uint HashBlockSize;                      //  68
    public ulong DataBlocks;                        //  72
    public ushort SaltLength;                       //  80
    public Bytes6 Reserved1;                        //  82
    public Bytes256 Salt;                           //  88
    public Bytes168 Reserved2;                      // 344

    [InlineArray(6)]
    internal struct Bytes6
    {
        private byte _first;
    }

    [InlineArray(8)]
    internal struct Bytes8
    {
        private byte _first;
    }

    [InlineArray(16)]
    internal struct Bytes16
    {
        private byte _first;
    }

    [InlineArray(32)]
    internal struct Bytes32
    {
        private byte _first;
    }

    [InlineArray(168)]
    internal struct Bytes168
    {
        private byte _first;
    }

    [InlineArray(256)]
    internal struct Bytes256
    {
        private byte _first;
    }
}
