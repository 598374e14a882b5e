using Bq2.Efi.Boot;

namespace Bq2.Efi.Binary;

/// <summary>SHA-256 by the loader's own code: .NET's needs OpenSSL, which is not installed everywhere.</summary>
internal static class Digest
{
    private const int BlockSize = 64;

    /// <summary>The hash of parts, one after the other.</summary>
    public static byte[] OfSha256(params ReadOnlySpan<byte[]> parts)
    {
        var hash = new Sha256();
        hash.Start();
        foreach (byte[] part in parts)
            hash.Add(part);
        return End(ref hash);
    }

    /// <summary>The hash of a message under a key (RFC 2104).</summary>
    public static byte[] OfHmacSha256(ReadOnlySpan<byte> key, byte[] message)
    {
        byte[] inner = new byte[BlockSize], outer = new byte[BlockSize];
        byte[] used = key.Length > BlockSize ? OfSha256(key.ToArray()) : key.ToArray();
        for (int i = 0; i < BlockSize; i++)
        {
            byte next = i < used.Length ? used[i] : (byte)0;
            (inner[i], outer[i]) = ((byte)(next ^ 0x36), (byte)(next ^ 0x5c));
        }

        return OfSha256(outer, OfSha256(inner, message));
    }

    /// <summary>The hash of what was added.</summary>
    public static byte[] End(ref Sha256 hash)
    {
        byte[] bytes = new byte[Sha256.Size];
        hash.Finish(bytes);
        return bytes;
    }
}
