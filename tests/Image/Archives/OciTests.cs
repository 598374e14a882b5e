using System.Text;
using Bq2.Efi;
using Bq2.Image;

namespace Bq2.Tests.Image.Archives;

/// <summary>Container images: layouts made by hand, and ours as skopeo and umoci see them.</summary>
public sealed class OciTests
{
    private static readonly string[] s_layered = ["both", "both/new", "folder", "folder/kept", "opaque", "opaque/new"];

    [Needs("tar gzip zstd sha256sum")]
    [InlineData("cat", "oci")]
    [InlineData("gzip", "oci")]
    [InlineData("zstd -q", "oci")]
    [InlineData("cat", "docker")]
    public void LayersLieOnEachOther(string packer, string kind)
    {
        using var temp = new TempFolder();
        OciSample.MakeLayers(temp, packer);
        ArchiveSample.Shell(temp, kind == "oci" ? OciSample.OciLayout : OciSample.DockerLayout);

        var folder = OciImage.Read(Tree.FromFolder(temp["layout"]));
        ArchiveSample.Shell(temp, "tar cf image.tar -C layout .");

        Assert.Equal(s_layered, folder.Walk().Select(entry => entry.Path));
        Assert.Equal("new"u8, folder.Find("both/new")!.Content!.Head(10));
        Assert.Equal(TreeText.Of(folder), TreeText.Of(Tree.FromArchive(temp["image.tar"])));
    }

    [Needs("tar sha256sum")]
    [InlineData("printf x >>$(ls -S layout/blobs/sha256/* | head -n 1)")]
    [InlineData("f=$(ls -S layout/blobs/sha256/* | head -n 1); printf x | dd of=$f conv=notrunc status=none")]
    [InlineData("rm $(ls -S layout/blobs/sha256/* | head -n 1)")]
    [InlineData("printf '{' >layout/index.json")]
    [InlineData("sed -i s/sha256:/sha512:/ layout/index.json")]
    public void ADamagedLayoutIsAFault(string damage)
    {
        using var temp = new TempFolder();
        OciSample.MakeLayers(temp, "cat");
        ArchiveSample.Shell(temp, $"{OciSample.OciLayout}\n{damage}");

        Assert.Equal("ARC021", Assert.Throws<FaultException>(() => OciImage.Read(Tree.FromFolder(temp["layout"]))).Fault.Code);
    }

    [Needs("skopeo umoci")]
    [InlineData(Packing.Gzip)]
    [InlineData(Packing.None)]
    public void OthersAcceptWhatWeWrite(Packing packing)
    {
        using var temp = ArchiveSample.Make(isOdd: false, more: "rm pipe");
        var tree = ArchiveSample.Read(temp);
        string[] expected = TreeText.Of(tree), withoutXattrs = TreeText.Of(tree, xattrs: false);
        var layout = OciImage.Write(tree, "arm64", temp["layer"], new() { Packing = packing, Tag = "v1", Command = ["/bin/sh"] });
        WriteFolder(layout, temp["layout"]);

        string inspected = new RealTool("skopeo").Run("inspect", $"oci:{temp["layout"]}:v1").Accepts().Said;
        new RealTool("umoci").Run("unpack", "--rootless", "--image", $"{temp["layout"]}:v1", temp["bundle"]).Accepts();
        ArchiveSample.Shell(temp, "rm -rf in; mv bundle/rootfs in");

        Assert.Contains("\"Architecture\": \"arm64\"", inspected, StringComparison.Ordinal);
        Assert.Equal(withoutXattrs, TreeText.Of(ArchiveSample.Read(temp)));
        Assert.Equal(expected, TreeText.Of(OciImage.Read(Tree.FromFolder(temp["layout"]))));
        ArchiveSample.Shell(temp,
            "f=$(ls -S layout/blobs/sha256/* | head -n 1); printf x | dd of=$f conv=notrunc bs=1 seek=40 status=none");
        Assert.NotEqual(0, new RealTool("umoci").Run("unpack", "--rootless", "--image", $"{temp["layout"]}:v1", temp["again"]).ExitCode);
    }

    [Fact]
    public void SeveralImagesAreToldApart()
    {
        var tree = new Tree();
        tree.AddFile("manifest.json", Content.FromBytes(Encoding.UTF8.GetBytes(
            """[{"RepoTags":["a:1"],"Layers":["l.tar"]},{"RepoTags":["b:2"],"Layers":["l.tar"]}]""")));
        using var layer = new MemoryStream();
        TarArchive.Write(layer, new Tree());
        tree.AddFile("l.tar", Content.FromBytes(layer.ToArray()));

        var fault = Assert.Throws<FaultException>(() => OciImage.Read(tree)).Fault;

        Assert.Contains("a:1, b:2", fault.Message, StringComparison.Ordinal);
        Assert.Empty(OciImage.Read(tree, new() { Tag = "b:2" }).Walk());
        Assert.Equal("ARC021", Assert.Throws<FaultException>(() => OciImage.Read(tree, new() { Tag = "c" })).Fault.Code);
    }

    [Fact]
    public void AnotherManifestIsNoImage()
    {
        var tree = new Tree();
        tree.AddFile("manifest.json", Content.FromBytes("""{"name": "app"}"""u8.ToArray()));

        Assert.False(OciImage.Exists(tree));
    }

    private static void WriteFolder(Tree tree, string path)
    {
        Directory.CreateDirectory(path);
        foreach (var entry in tree.Walk())
        {
            string place = Path.Combine(path, entry.Path);
            if (entry.IsFolder)
                Directory.CreateDirectory(place);
            else
                File.WriteAllBytes(place, entry.Content!.Head((int)entry.Content.Length));
        }
    }
}
