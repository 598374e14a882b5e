using System.Buffers.Binary;
using System.Text;
using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>Ids that look random but are reproducible: each is a keyed hash of its purpose, as in systemd-repart.</summary>
internal static class DerivedId
{
    public static Guid Guid(ReadOnlySpan<byte> seed, string token)
    {
        var bytes = Hash(seed, token).AsSpan(0, 16);
        bytes[6] = (byte)(bytes[6] & 0x0f | 0x40);    // version 4
        bytes[8] = (byte)(bytes[8] & 0x3f | 0x80);    // of RFC 4122
        return new(bytes, bigEndian: true);
    }

    public static uint UInt32(ReadOnlySpan<byte> seed, string token) =>
        BinaryPrimitives.ReadUInt32LittleEndian(Hash(seed, token));

    /// <summary>32 bytes.</summary>
    public static byte[] Bytes(ReadOnlySpan<byte> seed, string token) => Hash(seed, token);

    private static byte[] Hash(ReadOnlySpan<byte> seed, string token) =>
        Digest.OfHmacSha256(seed, Encoding.UTF8.GetBytes(token));
}
