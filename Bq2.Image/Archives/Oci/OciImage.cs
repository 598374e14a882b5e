using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Bq2.Image;

/// <summary>
/// Container images: the root file system that is in them, and images made of one, without an engine and without a network.
/// </summary>
public static class OciImage
{
    private const string Sha256Prefix = "sha256:";
    private const string ManifestType = "application/vnd.oci.image.manifest.v1+json";
    private const string ConfigType = "application/vnd.oci.image.config.v1+json";
    private const string LayerType = "application/vnd.oci.image.layer.v1.tar";
    private const string RefName = "org.opencontainers.image.ref.name";

    /// <summary>Whether a tree is an OCI layout, or what `docker save` writes.</summary>
    public static bool Exists(Tree files)
    {
        ArgumentNullException.ThrowIfNull(files);
        return OciLayout.Exists(files);
    }

    /// <summary>
    /// The root file system of an image: its layers on each other, without what they remove. The files must stay open while it is used.
    /// </summary>
    /// <param name="files">An OCI layout, or what `docker save` writes: a folder, or the content of an archive.</param>
    /// <param name="options">Which image, if there are several.</param>
    /// <param name="name">The name of the files in messages.</param>
    public static Tree Read(Tree files, OciOptions? options = null, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(files);
        options ??= new();
        var root = new Tree();
        foreach (var layer in new OciLayout(files, name).Layers(options))
            Whiteouts.Apply(root, Tree.FromTar(Source.Of(Regions.Of(layer)), options.Archives));
        return root;
    }

    /// <summary>
    /// Makes an OCI layout with one image of one layer, as a folder of files. The same tree makes the same bytes.
    /// </summary>
    /// <param name="root">The root file system.</param>
    /// <param name="architecture">The machine, as these images call it, such as amd64 or arm64.</param>
    /// <param name="layerFile">A file to write the layer to, which must stay there until the layout is written.</param>
    /// <param name="options">How it is written.</param>
    /// <param name="progress">Told how many bytes of the layer were written.</param>
    public static Tree Write(
        Tree root, string architecture, string layerFile, OciWriteOptions? options = null, IProgress<long>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(root);
        ArgumentNullException.ThrowIfNull(architecture);
        ArgumentNullException.ThrowIfNull(layerFile);
        options ??= new();
        return Write(TarPlanner.Plan(root, options.Tar), architecture, layerFile, options, progress);
    }

    /// <summary>The same for a layer that is planned already.</summary>
    internal static Tree Write(
        TarPlan plan, string architecture, string layerFile, OciWriteOptions options, IProgress<long>? progress)
    {
        var layer = TarArchive.Write(layerFile, plan, new() { Packing = options.Packing, Digests = true }, progress);
        var layout = new Tree();
        var created = (options.Tar.MaxTime ?? default).ToDateTimeOffset();
        var config = Add(layout, ConfigType, Bytes(OciJson.Default.OciConfig, new(
            created.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture), architecture, "linux", new(options.Command),
            new("layers", [Sha256Prefix + layer.Sha256]))));
        var packed = new OciDescriptor(LayerType + Ending(options.Packing), Sha256Prefix + layer.FileSha256, layer.FileLength);
        layout.AddFile(PathOf(packed), Content.FromFile(layerFile));
        var manifest = Add(layout, ManifestType, Bytes(OciJson.Default.OciManifest, new(2, ManifestType, config, [packed])));
        AddIndex(layout, manifest, architecture, options.Tag);
        return layout;
    }

    private static void AddIndex(Tree layout, OciDescriptor manifest, string architecture, string? tag)
    {
        var named = manifest with
        {
            Platform = new(architecture, "linux"),
            Annotations = tag is null ? null : new() { [RefName] = tag },
        };
        layout.AddFile("index.json", Bytes(OciJson.Default.OciIndex, new(2, [named], "application/vnd.oci.image.index.v1+json")));
        layout.AddFile("oci-layout", Bytes(OciJson.Default.OciLayoutMark, new("1.0.0")));
    }

    private static OciDescriptor Add(Tree layout, string type, Content content)
    {
        var descriptor = new OciDescriptor(type, Sha256Prefix + ContentDigest.Sha256(content), content.Length);
        layout.AddFile(PathOf(descriptor), content);
        return descriptor;
    }

    private static string PathOf(OciDescriptor blob) => "blobs/sha256/" + blob.Digest![Sha256Prefix.Length..];

    private static string Ending(Packing packing) => packing switch
    {
        Packing.Gzip => "+gzip",
        Packing.Zstd => "+zstd",
        _ => "",
    };

    private static Content Bytes<T>(JsonTypeInfo<T> type, T value) => Content.FromBytes(JsonSerializer.SerializeToUtf8Bytes(value, type));
}
