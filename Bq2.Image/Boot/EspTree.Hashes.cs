using System.Text;
using Bq2.Efi.Binary;
using Bq2.Efi.Boot;

namespace Bq2.Image;

internal sealed partial class EspTree
{
    private const string HashEnding = "-sha256";
    private readonly Dictionary<object, string> _hashes = [];

    /// <summary>The file's SHA-256, computed once.</summary>
    public string HashOf(Content content)
    {
        if (!_hashes.TryGetValue(content.Identity, out string? hash))
            _hashes.Add(content.Identity, hash = Hash(content));
        return hash;
    }

    private static string Hash(Content content)
    {
        var hash = new Sha256();
        hash.Start();
        using var files = new OpenFile();
        var part = new byte[(int)Math.Min(1 << 20, content.Length)];
        for (long offset = 0; offset < content.Length; offset += part.Length)
        {
            var bytes = part.AsSpan(0, (int)Math.Min(part.Length, content.Length - offset));
            content.Read(offset, bytes, files);
            hash.Add(bytes);
        }

        return Convert.ToHexStringLower(Digest.End(ref hash));
    }

    // In a comment, so that loaders that do not know the key do not complain.
    private static void AppendHash(StringBuilder text, string key, string hash) => Append(text, "#bq2:" + key, hash);
}
