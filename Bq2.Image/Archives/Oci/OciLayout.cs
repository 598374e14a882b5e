using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Bq2.Efi;

namespace Bq2.Image;

/// <summary>
/// The files of an OCI layout, or of what `docker save` writes, as a tree: a folder, or an archive of one. What is named by its hash is
/// read only if it has that hash.
/// </summary>
internal sealed partial class OciLayout(Tree files, string? name)
{
    private const string Sha256Prefix = "sha256:";
    private const int MaxDocument = 16 << 20;

    private static readonly SearchValues<char> s_hex = SearchValues.Create("0123456789abcdef");

    /// <summary>Whether a tree is one of these.</summary>
    public static bool Exists(Tree files) =>
        (files.Find("oci-layout") is not null && files.Find("index.json") is not null) || IsDocker(files);

    /// <summary>The layers of one image, the lowest first, as they are stored.</summary>
    public IReadOnlyList<Content> Layers(OciOptions options)
    {
        if (files.Find("index.json") is not { Content: { } content })
            return DockerLayers(options);

        var manifest = Manifest(Choose(Parse(content, "index.json", OciJson.Default.OciIndex).Manifests ?? [], options), options);
        return [.. (manifest.Layers ?? []).Select(Blob)];
    }

    // An index may point to an index with one manifest for each machine.
    private OciManifest Manifest(OciDescriptor descriptor, OciOptions options)
    {
        var blob = Blob(descriptor);
        if (descriptor.MediaType is not { } type || !(type.EndsWith(".index.v1+json", StringComparison.Ordinal)
            || type.EndsWith(".manifest.list.v2+json", StringComparison.Ordinal)))
            return Parse(blob, descriptor.Digest!, OciJson.Default.OciManifest);

        OciDescriptor[] inner = Parse(blob, descriptor.Digest!, OciJson.Default.OciIndex).Manifests ?? [];
        return Parse(Blob(Choose(inner, options)), descriptor.Digest!, OciJson.Default.OciManifest);
    }

    private OciDescriptor Choose(OciDescriptor[] all, OciOptions options)
    {
        OciDescriptor[] fitting = [.. all.Where(each => Fits(each, options))];
        if (fitting.Length == 1)
            return fitting[0];

        string there = string.Join(", ", all.Select(Show));
        throw fitting.Length == 0
            ? Bad(TreeFaults.OciImage, $"no image in it fits; it has: {there}")
            : Bad(TreeFaults.OciImage, $"{fitting.Length} images in it fit: {there}", "name one, or the machine");
    }

    private static bool Fits(OciDescriptor image, OciOptions options) =>
        (options.Architecture is not { } machine || image.Platform?.Architecture is not { } its || its == machine)
        && (options.Tag is not { } tag || TagOf(image) is not { } given || given == tag
            || given.EndsWith(":" + tag, StringComparison.Ordinal))
        && image.Platform?.Os is null or "linux";

    private static string? TagOf(OciDescriptor image) =>
        image.Annotations?.GetValueOrDefault("org.opencontainers.image.ref.name")
        ?? image.Annotations?.GetValueOrDefault("io.containerd.image.name");

    private static string Show(OciDescriptor image) => $"{TagOf(image) ?? image.Digest} ({image.Platform?.Architecture ?? "any machine"})";

    private Content Blob(OciDescriptor descriptor)
    {
        if (descriptor.Digest is not { } digest || !digest.StartsWith(Sha256Prefix, StringComparison.Ordinal)
            || digest.Length != Sha256Prefix.Length + 64 || digest.AsSpan(Sha256Prefix.Length).ContainsAnyExcept(s_hex))
            throw Bad(TreeFaults.OciImage, $"the digest \"{descriptor.Digest}\" is not supported: expected sha256: and 64 digits");

        string path = $"blobs/sha256/{digest[Sha256Prefix.Length..]}";
        if (files.Find(path) is not { Content: { } content })
            throw Bad(TreeFaults.OciImage, $"the file {path} is missing");
        if (content.Length != descriptor.Size)
            throw Bad(TreeFaults.OciImage, $"{path} has {content.Length:N0} bytes, and {descriptor.Size:N0} were expected");
        if (ContentDigest.Sha256(content) != digest[Sha256Prefix.Length..])
            throw Bad(TreeFaults.OciImage, $"{path} does not have the hash in its name: it is damaged");
        return content;
    }

    private T Parse<T>(Content content, string path, JsonTypeInfo<T> type) where T : class
    {
        if (content.Length > MaxDocument)
            throw Bad(TreeFaults.OciImage, $"{path} has {content.Length:N0} bytes: at most {MaxDocument:N0} are read");
        try
        {
            return JsonSerializer.Deserialize(content.Head(MaxDocument), type) ?? throw new JsonException("null");
        }
        catch (JsonException failure)
        {
            throw Bad(TreeFaults.OciImage, $"{path} is not valid: {failure.Message}");
        }
    }

    private FaultException Bad(FaultCode code, FormattableString message, string? hint = null) => Failure.Of(code, message, name, hint);
}
