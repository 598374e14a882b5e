using System.Text.Json.Serialization;

namespace Bq2.Image;

/// <summary>The list of images in an OCI layout, index.json, and of the machines of one image.</summary>
internal sealed record OciIndex(int SchemaVersion, OciDescriptor[]? Manifests, string? MediaType = null);

/// <summary>What points to a blob.</summary>
internal sealed record OciDescriptor(string? MediaType, string? Digest, long Size)
{
    public OciPlatform? Platform { get; init; }

    public Dictionary<string, string>? Annotations { get; init; }
}

/// <summary>The machine that an image is for.</summary>
internal sealed record OciPlatform(string? Architecture, string? Os);

/// <summary>One image: its settings and its layers, the lowest first.</summary>
internal sealed record OciManifest(int SchemaVersion, string? MediaType, OciDescriptor? Config, OciDescriptor[]? Layers);

/// <summary>The settings of an image, as far as they are written here.</summary>
internal sealed record OciConfig(string Created, string Architecture, string Os, OciRun Config, OciRootFs Rootfs);

/// <summary>How the image is run.</summary>
internal sealed record OciRun(string[]? Cmd);

/// <summary>The hashes of the layers before they are packed.</summary>
internal sealed record OciRootFs(string Type, [property: JsonPropertyName("diff_ids")] string[] DiffIds);

/// <summary>The file oci-layout.</summary>
internal sealed record OciLayoutMark(string ImageLayoutVersion);

/// <summary>An image in the manifest.json of `docker save`.</summary>
internal sealed record DockerImage(
    [property: JsonPropertyName("Config")] string? Config,
    [property: JsonPropertyName("RepoTags")] string[]? RepoTags,
    [property: JsonPropertyName("Layers")] string[]? Layers);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(OciIndex))]
[JsonSerializable(typeof(OciManifest))]
[JsonSerializable(typeof(OciConfig))]
[JsonSerializable(typeof(OciLayoutMark))]
[JsonSerializable(typeof(DockerImage[]))]
internal sealed partial class OciJson : JsonSerializerContext;
