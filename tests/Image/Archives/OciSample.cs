namespace Bq2.Tests.Image.Archives;

/// <summary>Container images of two layers, made by the shell: the second one removes and replaces what the first one brings.</summary>
internal static class OciSample
{
    public static void MakeLayers(TempFolder temp, string packer) => ArchiveSample.Shell(temp, $"""
        mkdir -p 1/both 1/folder 1/opaque 1/gone/deep 2/both 2/folder 2/opaque layout
        printf old >1/both/old; printf kept >1/folder/kept; printf x >1/folder/removed; printf x >1/opaque/old; printf x >1/gone/deep/x
        printf new >2/both/new; : >2/both/.wh.old; : >2/folder/.wh.removed; : >2/.wh.gone
        : >2/opaque/.wh..wh..opq; printf new >2/opaque/new
        for i in 1 2; do tar cf - -C $i . | {packer} >layer$i; done
        """);

    public const string OciLayout = """
        mkdir -p layout/blobs/sha256
        put() {
          d=$(sha256sum <"$1" | cut -c 1-64); cp "$1" layout/blobs/sha256/$d
          printf '{"mediaType":"%s","digest":"sha256:%s","size":%d}' "$2" $d $(wc -c <"$1")
        }
        printf '{}' >config
        printf '{"schemaVersion":2,"config":%s,"layers":[%s,%s]}' "$(put config c)" "$(put layer1 l)" "$(put layer2 l)" >manifest
        printf '{"schemaVersion":2,"manifests":[%s]}' "$(put manifest application/vnd.oci.image.manifest.v1+json)" >layout/index.json
        printf '{"imageLayoutVersion":"1.0.0"}' >layout/oci-layout
        """;

    public const string DockerLayout = """
        for i in 1 2; do mkdir layout/$i; cp layer$i layout/$i/layer.tar; done
        printf '[{"Config":"c.json","RepoTags":["a:latest"],"Layers":["1/layer.tar","2/layer.tar"]}]' >layout/manifest.json
        """;
}
