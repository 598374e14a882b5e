using Bq2.Efi.Binary;
using Bq2.Efi.Boot;

namespace Bq2.Image;

/// <summary>Hashes content without holding it in memory.</summary>
internal static class ContentDigest
{
    /// <summary>The SHA-256 in hexadecimal digits.</summary>
    public static string Sha256(Content content)
    {
        var hash = new Sha256();
        hash.Start();
        using var files = new OpenFile();
        var part = new byte[(int)Math.Min(Chunk.UsualSize, content.Length)];
        for (long offset = 0; offset < content.Length; offset += part.Length)
        {
            var bytes = part.AsSpan(0, (int)Math.Min(part.Length, content.Length - offset));
            content.Read(offset, bytes, files);
            hash.Add(bytes);
        }

        return Convert.ToHexStringLower(Digest.End(ref hash));
    }
}
