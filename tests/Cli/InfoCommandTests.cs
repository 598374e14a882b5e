using System.Buffers.Binary;
using System.Text.Json.Nodes;
using Bq2.Efi.Binary;
using Bq2.Image;
using Bq2.Tests.Image;

namespace Bq2.Tests.Cli;

/// <summary>info, as scripts that were written for qemu-img call it, and what it tells of other formats.</summary>
public sealed class InfoCommandTests : IDisposable
{
    private readonly TempFolder _temp = new();

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
    public void InfoTellsOfAnEncryptedImage(int method)
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

    [Theory]
    [InlineData("L2 entry", "QCW011", 0x3000)]
    [InlineData("partition", "GPT007", 0)]
    public void InfoTellsAllTheRestWhereOneEntryIsBad(string what, string code, int place)
    {
        var plan = GptDisk.Plan([new(PartitionType.Swap, new(1 << 20)), new(PartitionType.Home, new(1 << 20))]);
        Qcow2Image.Write(_temp["image"], plan, new() { ClusterSize = 4096 });
        if (what == "L2 entry")
            Spoil.Set(_temp["image"], PlaceOfFirstL2Table(_temp["image"]), 0x80, 0, 0, 0, 0, 0, 0, (byte)(place >> 8));
        else
            RawImage.Write(_temp["image"], WithSecondPartitionOutside(plan));

        var found = Bq2("info", _temp["image"], "--output", "json").Accepts();
        var json = JsonNode.Parse(found.Said)!;

        Assert.Equal(plan.Length, json["virtual-size"]!.GetValue<long>());
        Assert.Contains(code, found.Complained, StringComparison.Ordinal);
        if (what == "partition")
            Assert.Equal("swap", Assert.Single(json["partitions"]!.AsArray())!["type"]!.ToString());
    }

    [Needs("qemu-img qemu-io")]
    [InlineData("snapshots", "QCW015")]
    [InlineData("bitmaps", "QCW040")]
    public void InfoTellsAllTheRestWhereAListIsDamaged(string recipe, string code)
    {
        string path = Recipes.Make(_temp, recipe);

        // Where the snapshots are listed, and how long the list of bitmaps is.
        int bitmaps = File.ReadAllBytes(path).AsSpan(0, 4096).IndexOf(new byte[] { 0x23, 0x85, 0x28, 0x75 });
        Spoil.Set(path, recipe == "snapshots" ? 71 : bitmaps + 8 + 8 + 4, 0x7f);

        var found = Bq2("info", path, "--output", "json").Accepts();
        Assert.Equal(Recipes.DiskLength, JsonNode.Parse(found.Said)!["virtual-size"]!.GetValue<long>());
        Assert.Contains(code, found.Complained, StringComparison.Ordinal);
        Bq2("convert", path, _temp["out"]).Accepts();
    }

    /// <summary>
    /// Whatever cannot be read is refused by every command that reads disks, and only what was asked for by its name passes.
    /// </summary>
    [Needs("qemu-img")]
    [InlineData("convert DISK OUT", 1)]
    [InlineData("compare DISK RAW", 2)]
    [InlineData("compare RAW DISK", 2)]
    [InlineData("map DISK", 1)]
    [InlineData("measure DISK", 1)]
    [InlineData("resize DISK 9M", 1)]
    [InlineData("ls DISK", 1)]
    [InlineData("cat DISK/file", 1)]
    [InlineData("tree DISK", 1)]
    [InlineData("cp DISK/file OUT", 1)]
    [InlineData("cp RAW DISK/file", 1)]
    [InlineData("run DISK", 1)]
    [InlineData("run --arch x86_64 --dry-run DISK", 1)]
    [InlineData("check DISK", 63)]
    [InlineData("info DISK", 0)]
    public void AForeignFormatIsCalledByItsNameEverywhere(string words, int exitCode)
    {
        RealTool.QemuImg.Run("create", "-f", "vdi", _temp["disk"], "4M").Accepts();
        File.WriteAllBytes(_temp["raw"], new byte[4 << 20]);
        byte[] before = File.ReadAllBytes(_temp["disk"]);

        var outcome = Bq2(WithPaths(words));

        Assert.Equal(exitCode, outcome.ExitCode);
        if (exitCode != 63)
        {
            Assert.Contains("IMG060: the file is a VirtualBox disk (VDI), which is not supported",
                outcome.Complained, StringComparison.Ordinal);
        }

        Assert.False(File.Exists(_temp["out"]));
        Assert.Equal(before, File.ReadAllBytes(_temp["disk"]));
    }

    [Needs("qemu-img")]
    [InlineData("convert -f raw DISK OUT")]
    [InlineData("compare -f raw -F raw DISK DISK")]
    [InlineData("map -f raw DISK")]
    [InlineData("measure -f raw DISK")]
    [InlineData("info -f raw DISK")]
    [InlineData("create -f qcow2 -b DISK -F raw OUT")]
    public void AGivenRawFormatOverridesDetection(string words)
    {
        RealTool.QemuImg.Run("create", "-f", "vpc", "-o", "subformat=fixed", _temp["disk"], "4M").Accepts();

        Bq2(WithPaths(words)).Accepts();
        if (words.StartsWith("convert", StringComparison.Ordinal))
            Assert.Equal(File.ReadAllBytes(_temp["disk"]), File.ReadAllBytes(_temp["out"]));
        if (words.StartsWith("create", StringComparison.Ordinal))
            Bq2("compare", "--allow-backing", "-F", "raw", _temp["out"], _temp["disk"]).Accepts();
    }

    /// <summary>To a guest a disk is whole sectors, whichever command is asked.</summary>
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

    /// <summary>The words of a line, in which DISK, RAW and OUT stand for files of the test's folder.</summary>
    private string[] WithPaths(string line) =>
        [.. line.Split(' ').Select(word => new[] { "DISK", "RAW", "OUT" }.Aggregate(word, (text, name) =>
            text.Replace(name, _temp[name.ToLowerInvariant()], StringComparison.Ordinal)))];

    private static long PlaceOfFirstL2Table(string image)
    {
        using var file = File.OpenRead(image);
        var head = new byte[48];
        file.ReadExactly(head);
        long l1 = BinaryPrimitives.ReadInt64BigEndian(head.AsSpan(40));
        file.Position = l1;
        file.ReadExactly(head.AsSpan(0, 8));
        return BinaryPrimitives.ReadInt64BigEndian(head) & long.MaxValue;
    }

    /// <summary>The disk, with checksums that fit.</summary>
    private static Regions WithSecondPartitionOutside(Regions plan)
    {
        using var disk = Source.Of(plan);
        byte[] bytes = disk.ReadBytes(0, (int)disk.Length);
        foreach (var (header, entries) in ((int, int)[])[(512, 1024), (bytes.Length - 512, bytes.Length - 512 - 128 * 128)])
        {
            bytes.AsSpan().WriteAt(entries + 128 + 40, 1L << 40);
            bytes.AsSpan().WriteAt(header + 88, Crc32.Of(bytes.AsSpan(entries, 128 * 128)));
            bytes.AsSpan().WriteAt(header + 16, 0);
            bytes.AsSpan().WriteAt(header + 16, Crc32.Of(bytes.AsSpan(header, 92)));
        }

        var spoiled = new Regions(bytes.Length);
        spoiled.Add(0, Content.FromBytes(bytes));
        return spoiled;
    }

    private static JsonNode Json(string command, string path) => JsonNode.Parse(Bq2(command, path, "--output", "json").Accepts().Said)!;
}
