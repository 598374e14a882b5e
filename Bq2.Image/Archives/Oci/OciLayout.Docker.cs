namespace Bq2.Image;

internal sealed partial class OciLayout
{
    // Others have a manifest.json as well; this one is a list of images with their layers.
    private static bool IsDocker(Tree files)
    {
        if (files.Find("manifest.json")?.Content is not { Length: <= MaxDocument } content)
            return false;

        byte[] text = content.Head(MaxDocument);
        return text.AsSpan().TrimStart(" \t\r\n"u8).StartsWith("["u8) && text.AsSpan().IndexOf("\"Layers\""u8) >= 0;
    }

    private List<Content> DockerLayers(OciOptions options)
    {
        if (files.Find("manifest.json") is not { Content: { } content })
            throw Bad(TreeFaults.OciImage, $"this is neither an OCI layout nor a saved image: it has no index.json and no manifest.json");

        DockerImage[] all = Parse(content, "manifest.json", OciJson.Default.DockerImageArray);
        DockerImage[] fitting = [.. all.Where(image => options.Tag is not { } tag || (image.RepoTags ?? []).Any(each =>
            each == tag || each.EndsWith(":" + tag, StringComparison.Ordinal)))];
        if (fitting.Length != 1)
        {
            string there = string.Join(", ", all.SelectMany(image => image.RepoTags ?? ["an image without a name"]));
            throw Bad(TreeFaults.OciImage, $"{fitting.Length} images in it fit; it has: {there}", "name one");
        }

        return [.. (fitting[0].Layers ?? []).Select(path => files.Resolve(path)?.Content
            ?? throw Bad(TreeFaults.OciImage, $"the layer {path} is missing"))];
    }
}
