using System.Text;

namespace Bq2.Image;

internal sealed partial class EspTree
{
    private const string HashEnding = "-sha256";
    private readonly Dictionary<object, string> _hashes = [];

    /// <summary>The file's SHA-256, computed once.</summary>
    public string HashOf(Content content)
    {
        if (!_hashes.TryGetValue(content.Identity, out string? hash))
            _hashes.Add(content.Identity, hash = ContentDigest.Sha256(content));
        return hash;
    }

    // In a comment, so that loaders that do not know the key do not complain.
    private static void AppendHash(StringBuilder text, string key, string hash) => Append(text, "#bq2:" + key, hash);
}
