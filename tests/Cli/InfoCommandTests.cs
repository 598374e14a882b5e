using System.Text.Json;
using System.Text.Json.Nodes;
using Bq2.Tests.Image;

namespace Bq2.Tests.Cli;

/// <summary>info, as scripts that were written for qemu-img call it.</summary>
public sealed class InfoCommandTests : IDisposable
{
    private readonly TempFolder _temp = new();

    [Needs("qemu-img")]
    [InlineData("disk.qcow2")]
    [InlineData("disk.img")]
    public void InfoAnswersInTheWordsOfQemuImg(string name)
    {
        BootDiskInputs.Write(_temp);
        BootDiskInputs.Build(_temp, _temp[name]).Accepts();
        using var theirs = JsonDocument.Parse(RealTool.QemuImg.Run("info", "--output=json", _temp[name]).Accepts().Said);
        using var ours = JsonDocument.Parse(Bq2Program.Run("image", "info", "--output", "json", _temp[name]).Accepts().Said);

        foreach (string key in (string[])["filename", "format", "virtual-size", "actual-size", "dirty-flag", "cluster-size"])
            Assert.Equal(Text(theirs, key), Text(ours, key));
        Assert.Equal("esp", ours.RootElement.GetProperty("partitions")[0].GetProperty("type").GetString());

        static string? Text(JsonDocument document,
            string key) => document.RootElement.TryGetProperty(key, out var value) ? value.ToString() : null;
    }

    [Needs("qemu-img qemu-io")]
    [InlineData("v2")]
    [InlineData("zstd 4k")]
    [InlineData("counts of 1 bit")]
    [InlineData("lazy counts")]
    [InlineData("parts")]
    [InlineData("snapshots")]
    [InlineData("bitmaps")]
    [InlineData("raw data file")]
    [InlineData("chain")]
    public void InfoHasQemusKeysAndValues(string recipe)
    {
        string path = Recipes.Make(_temp, recipe);
        var theirs = JsonNode.Parse(RealTool.QemuImg.Run("info", "--output=json", path).Accepts().Said)!.AsObject();
        var ours = Json("info", path);

        // What is on the disk is ours to tell.
        ours.AsObject().Remove("content");
        Assert.True(JsonNode.DeepEquals(theirs, ours), $"theirs: {theirs}\nours: {ours}");
    }

    [Needs("qemu-img qemu-io")]
    [InlineData("v2")]
    [InlineData("zstd 4k")]
    [InlineData("lazy counts")]
    [InlineData("parts")]
    [InlineData("bitmaps")]
    [InlineData("raw data file")]
    [InlineData("chain")]
    public void InfoForPeopleHasQemusLines(string recipe)
    {
        string path = Recipes.Make(_temp, recipe);
        string theirs = RealTool.QemuImg.Run("info", path).Accepts().Said;
        string ours = Bq2("info", path).Accepts().Said;

        Assert.StartsWith(theirs, ours, StringComparison.Ordinal);
        string theirRaw = RealTool.QemuImg.Run("info", "-f", "raw", _temp["raw"]).Accepts().Said;
        Assert.StartsWith(theirRaw, Bq2("info", _temp["raw"]).Accepts().Said, StringComparison.Ordinal);
    }

    [Needs("qemu-img")]
    [InlineData(1)]
    public void InfoReportsEncryption(int method)
    {
        string[] encrypted = ["--object", "secret,id=key,data=open", "-o", "encrypt.format=aes,encrypt.key-secret=key"];
        RealTool.QemuImg.Run(["create", "-f", "qcow2", .. encrypted, _temp["image"], "4M"]).Accepts();
        Assert.Equal(method, File.ReadAllBytes(_temp["image"])[35]);

        var theirs = JsonNode.Parse(RealTool.QemuImg.Run("info", "--output=json", _temp["image"]).Accepts().Said);
        Assert.True(JsonNode.DeepEquals(theirs, Json("info", _temp["image"])));
        Assert.Equal(RealTool.QemuImg.Run("info", _temp["image"]).Accepts().Said, Bq2("info", _temp["image"]).Accepts().Said);
        Assert.Contains("QCW007: the image is encrypted",
            Bq2("convert", _temp["image"], _temp["out"]).Complained, StringComparison.Ordinal);
        Assert.False(File.Exists(_temp["out"]));
    }

    /// <summary>A guest sees whole sectors, whichever command reports the size.</summary>
    [Needs("qemu-img")]
    [InlineData(1)]
    [InlineData(511)]
    [InlineData(513)]
    [InlineData(100_000)]
    public void ARawFileThatEndsWithinASectorIsTheSameSizeToAll(int length)
    {
        File.WriteAllBytes(_temp["raw"], TestBytes.Make(length));
        RealTool.QemuImg.Run("convert", "-f", "raw", "-O", "raw", _temp["raw"], _temp["theirs"]).Accepts();

        Bq2("convert", _temp["raw"], _temp["ours"]).Accepts();
        Assert.Equal(File.ReadAllBytes(_temp["theirs"]), File.ReadAllBytes(_temp["ours"]));
        Bq2("convert", "-O", "qcow2", _temp["raw"], _temp["image"]).Accepts();
        foreach (string path in (string[])["raw", "theirs", "ours", "image"])
            Assert.Equal(new FileInfo(_temp["theirs"]).Length, Json("info", _temp[path])["virtual-size"]!.GetValue<long>());
        Assert.Equal("Images are identical.\n", Bq2("compare", "-s", _temp["raw"], _temp["ours"]).Accepts().Said);
    }

    public void Dispose() => _temp.Dispose();

    private static Outcome Bq2(params string[] words) => Bq2Program.Run(["image", .. words]);

    private static JsonNode Json(string command, string path) => JsonNode.Parse(Bq2(command, path, "--output", "json").Accepts().Said)!;
}
