using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json.Nodes;
using Bq2.Efi.Binary;
using Bq2.Image;
using Bq2.Tests.Image;

namespace Bq2.Tests.Cli;

/// <summary>create, info, check, map, compare and resize, as scripts that were written for qemu-img call them.</summary>
public sealed class DiskCommandTests : IDisposable
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
    public void WhoInsistsOnRawGetsTheBytes(string words)
    {
        RealTool.QemuImg.Run("create", "-f", "vpc", "-o", "subformat=fixed", _temp["disk"], "4M").Accepts();

        Bq2(WithPaths(words)).Accepts();
        if (words.StartsWith("convert", StringComparison.Ordinal))
            Assert.Equal(File.ReadAllBytes(_temp["disk"]), File.ReadAllBytes(_temp["out"]));
        if (words.StartsWith("create", StringComparison.Ordinal))
            Bq2("compare", "--allow-backing", "-F", "raw", _temp["out"], _temp["disk"]).Accepts();
    }

    [Fact]
    public void CheckAndCompareEndAsThoseOfQemuImg()
    {
        File.WriteAllBytes(_temp["raw"], new byte[4096]);
        Qcow2Image.Write(_temp["image"], new(1 << 20));

        Assert.Equal(63, Bq2("check", _temp["raw"]).ExitCode);
        Assert.Equal(1, Bq2("check", "-f", "qcow2", _temp["raw"]).ExitCode);
        Assert.Equal(1, Bq2("check", _temp["none"]).ExitCode);
        Assert.Equal(1, Bq2("check", "--wrong", _temp["image"]).ExitCode);
        Assert.Equal(0, Bq2("check", _temp["image"]).ExitCode);
        Assert.Equal(0, Bq2("compare", _temp["image"], _temp["raw"]).ExitCode);
        Assert.Equal(2, Bq2("compare", _temp["image"], _temp["none"]).ExitCode);
        Assert.Equal(2, Bq2("compare", "-f", "qcow2", _temp["raw"], _temp["raw"]).ExitCode);
        Assert.Equal(2, Bq2("compare", _temp["image"]).ExitCode);
        Assert.Contains("63 the format has nothing to check", Bq2("check", "--help").Accepts().Said, StringComparison.Ordinal);
        Assert.Contains("1 different", Bq2("compare", "--help").Accepts().Said, StringComparison.Ordinal);
    }

    [Needs("qemu-img")]
    [InlineData(0, 0)]
    [InlineData(2, 8)]
    public void ACorruptImageEndsWithTwo(int expected, int place)
    {
        Qcow2Image.Write(_temp["image"], DiskWith("data"));
        if (place > 0)
            Spoil.Set(_temp["image"], 65536, 0x80, 0, 0, 0, 0x7f, 0, 0, 0);

        Assert.Equal(expected, Bq2("check", _temp["image"]).ExitCode);
        Assert.Equal(expected, RealTool.QemuImg.Run("check", _temp["image"]).ExitCode);
    }

    [Needs("qemu-img qemu-io")]
    [InlineData("v2")]
    [InlineData("v3 small")]
    [InlineData("zeros and holes")]
    [InlineData("preallocated")]
    [InlineData("parts")]
    [InlineData("chain with parts")]
    [InlineData("chain")]
    [InlineData("chain to raw")]
    [InlineData("data file")]
    [InlineData("empty")]
    public void TheMapForPeopleIsQemus(string recipe)
    {
        string path = Recipes.Make(_temp, recipe);

        Assert.Equal(RealTool.QemuImg.Run("map", path).Accepts().Said, Bq2("map", "--allow-backing", path).Accepts().Said);
        Assert.Equal(RealTool.QemuImg.Run("map", "-f", "raw", _temp["raw"]).Accepts().Said, Bq2("map", _temp["raw"]).Accepts().Said);
    }

    [Needs("qemu-img qemu-io")]
    [InlineData("zlib")]
    [InlineData("mixed")]
    public void WhatTheMapForPeopleCannotShowItSays(string recipe)
    {
        string path = Recipes.Make(_temp, recipe);
        var theirs = RealTool.QemuImg.Run("map", path).Objects();
        var ours = Bq2("map", path);

        Assert.Equal((theirs.ExitCode, theirs.Said), (ours.ExitCode, ours.Said));
        Assert.Contains("CLI030", ours.Complained, StringComparison.Ordinal);
        Bq2("map", "--output", "json", path).Accepts();
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

    [Needs("qemu-img qemu-io")]
    [InlineData("v3")]
    [InlineData("zlib")]
    [InlineData("snapshots")]
    [InlineData("empty")]
    public void CheckHasQemusKeysAndValues(string recipe)
    {
        string path = Recipes.Make(_temp, recipe);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(RealTool.QemuImg.Run("check", "--output=json", path).Accepts().Said), Json("check", path)));
    }

    [Needs("qemu-img qemu-io")]
    [InlineData("chain")]
    [InlineData("zlib")]
    [InlineData("empty")]
    public void MapHasQemusKeysAndValues(string recipe)
    {
        string path = Recipes.Make(_temp, recipe);
        var theirs = JsonNode.Parse(RealTool.QemuImg.Run("map", "--output=json", path).Accepts().Said)!.AsArray();
        var ours = JsonNode.Parse(Bq2("map", path, "--allow-backing", "--output", "json").Accepts().Said)!.AsArray();

        // From 8.2 on theirs tells, as ours does, what is compressed.
        foreach (var piece in ours)
            piece!.AsObject().Remove("compressed");
        Assert.True(JsonNode.DeepEquals(theirs, ours), $"theirs: {theirs}\nours: {ours}");
    }

    [Needs("qemu-img qemu-io")]
    [InlineData("v3")]
    [InlineData("zlib")]
    public void LeaksAreTheAnswerNoUntilTheyAreRepaired(string recipe)
    {
        string path = Recipes.Make(_temp, recipe);
        using (var image = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite))
        {
            // A count of one for the cluster behind the last.
            int clusters = (int)((RandomAccess.GetLength(image) + 65535) / 65536);
            RandomAccess.Write(image, [0, 1], 2 * 65536 + 2 * clusters);
            RandomAccess.SetLength(image, (clusters + 1) * 65536L);
        }

        var found = Bq2("check", path);
        Assert.Equal((3, 3), (found.ExitCode, RealTool.QemuImg.Run("check", path).ExitCode));
        Assert.Contains("1 leaked clusters were found", found.Said, StringComparison.Ordinal);
        Assert.Contains("QCW020: leaked: the cluster at", found.Complained, StringComparison.Ordinal);
        Assert.Contains("1 leaked clusters were given back", Bq2("check", "-r", "leaks", path).Accepts().Said, StringComparison.Ordinal);
        RealTool.QemuImg.Run("check", path).Accepts();
        Bq2("check", path).Accepts();
    }

    [Needs("qemu-img qemu-io")]
    [InlineData("zlib")]
    [InlineData("parts")]
    public void CompareFindsTheSameDiskAndTheFirstDifference(string recipe)
    {
        string path = Recipes.Make(_temp, recipe);
        Assert.Contains("Images are identical.",
            Bq2("compare", "-f", "qcow2", "-F", "raw", path, _temp["raw"]).Accepts().Said, StringComparison.Ordinal);

        Spoil.Flip(_temp["raw"], 3_500_000);
        var found = Bq2("compare", path, _temp["raw"]);
        Assert.Equal(1, found.ExitCode);
        Assert.Contains("Content mismatch at offset 3500000!", found.Said, StringComparison.Ordinal);
        RealTool.QemuImg.Run("compare", path, _temp["raw"]).Objects();
    }

    [Fact]
    public void ALongerDiskWithMoreZerosIsTheSameUnlessStrictness()
    {
        File.WriteAllBytes(_temp["a"], [1, .. new byte[511]]);
        File.WriteAllBytes(_temp["b"], [1, .. new byte[1_000_000]]);
        File.WriteAllBytes(_temp["c"], [1, .. new byte[1_000_000], 1]);

        Bq2("compare", _temp["a"], _temp["b"]).Accepts();
        Assert.Equal(1, Bq2("compare", "-s", _temp["a"], _temp["b"]).ExitCode);
        Assert.Contains("\"first-difference\": 1000001",
            Bq2("compare", "--output", "json", _temp["a"], _temp["c"]).Said, StringComparison.Ordinal);
    }

    [Needs("qemu-img qemu-io")]
    [InlineData("-f raw {0}/new 10M", "raw", 10 << 20)]
    [InlineData("{0}/new 1000", "raw", 1024)]
    [InlineData("{0}/new 1b", "raw", 512)]
    [InlineData("{0}/new 2.5k", "raw", 2560)]
    [InlineData("-f qcow2 -o cluster_size=2M {0}/new 1P", "qcow2", 1L << 50)]
    [InlineData("-f qcow2 {0}/new 10M", "qcow2", 10 << 20)]
    [InlineData("-f qcow2 -o cluster_size=512,compat=0.10 {0}/new 10M", "qcow2", 10 << 20)]
    [InlineData("-f qcow2 -o preallocation=metadata {0}/new 10M", "qcow2", 10 << 20)]
    [InlineData("-f qcow2 -o compression_type=zstd {0}/new 10M", "qcow2", 10 << 20)]
    [InlineData("-f qcow2 -b image -F qcow2 {0}/new", "qcow2", Recipes.DiskLength)]
    [InlineData("-f qcow2 -b image -F qcow2 {0}/new 20M", "qcow2", 20 << 20)]
    [InlineData("-f qcow2 -o compat=0.10,cluster_size=512 -b {0}/raw -F raw {0}/new", "qcow2", Recipes.DiskLength)]
    public void WhatIsCreatedIsWhatQemuExpects(string words, string format, long size)
    {
        Recipes.Make(_temp, "zlib");
        Bq2(["create", .. words.Replace("{0}", _temp.Path, StringComparison.Ordinal).Split(' ')]).Accepts();

        var info = JsonNode.Parse(RealTool.QemuImg.Run("info", "--output=json", "-f", format, _temp["new"]).Accepts().Said)!;
        Assert.Equal(size, info["virtual-size"]!.GetValue<long>());
        if (format == "raw")
            return;

        RealTool.QemuImg.Run("check", _temp["new"]).Accepts();
        string type = info["format-specific"]!["data"]!["compression-type"]!.ToString();
        Assert.Equal(words.Contains("zstd", StringComparison.Ordinal) ? "zstd" : "zlib", type);
        if (!words.Contains("-b", StringComparison.Ordinal))
            return;
        Assert.NotNull(info["backing-filename-format"]);
        RealTool.QemuImg.Run("compare", _temp["new"], _temp["image"]).Accepts();
        RealTool.QemuIo.Run("-f", "qcow2", "-c", "write -P 7 100k 1k", _temp["new"]).Accepts();
        Assert.Equal(1, Bq2("compare", "--allow-backing", _temp["new"], _temp["image"]).ExitCode);
    }

    [Theory]
    [InlineData("{0}/new", "SIZE is missing")]
    [InlineData("{0}/new 1x", "'1x' is no size")]
    [InlineData("{0}/new 5E", "'5E' is no size")]
    [InlineData("{0}/new -5", "unknown option '-5'")]
    [InlineData("-b a {0}/new", "add -f qcow2")]
    [InlineData("-f qcow2 -b a {0}/new", "-F raw or -F qcow2")]
    [InlineData("-f qcow2 -F raw {0}/new 1M", "add -b BACKING")]
    [InlineData("-f vmdk {0}/new 1M", "-f is 'vmdk'")]
    [InlineData("-o cluster_size=4k {0}/new 1M", "raw images have no cluster_size: it is for -f qcow2")]
    [InlineData("-c -f qcow2 {0}/new 1M", "unknown option '-c'")]
    public void AWrongWishEndsWithTwoAndMakesNothing(string words, string expected)
    {
        var outcome = Bq2(["create", .. words.Replace("{0}", _temp.Path, StringComparison.Ordinal).Split(' ')]);
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(expected, outcome.Complained, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_temp.Path));
    }

    [Needs("qemu-img qemu-io")]
    [InlineData("v3", "+3M", Recipes.DiskLength + (3 << 20))]
    [InlineData("zlib v2 small", "40M", 40 << 20)]
    [InlineData("snapshots", "1G", 1 << 30)]
    public void AResizedDiskIsTheSameButLonger(string recipe, string size, long expected)
    {
        string path = Recipes.Make(_temp, recipe);
        File.Copy(path, _temp["before"]);
        Bq2("resize", path, size).Accepts();

        RealTool.QemuImg.Run("check", path).Accepts();
        RealTool.QemuImg.Run("compare", path, _temp["before"]).Accepts();
        Assert.Equal(expected.ToString(CultureInfo.InvariantCulture), Json("info", path)["virtual-size"]!.ToString());
        var shrink = Bq2("resize", path, "1M");
        Assert.Equal(1, shrink.ExitCode);
        Assert.Contains("cannot shrink to 1,048,576", shrink.Complained, StringComparison.Ordinal);
    }

    [Needs("qemu-img qemu-io")]
    [InlineData("chain", "raw")]
    [InlineData("chain to raw", "qcow2")]
    [InlineData("data file", "qcow2")]
    public void AnImageThatNeedsOthersIsMadeToStandAlone(string recipe, string format)
    {
        string path = Recipes.Make(_temp, recipe);
        Assert.Equal(1, Bq2("convert", "-O", format, path, _temp["alone"]).ExitCode);
        Assert.False(File.Exists(_temp["alone"]));

        Bq2("convert", "--allow-backing", "-O", format, path, _temp["alone"]).Accepts();
        RealTool.QemuImg.Run("compare", "-f", "qcow2", "-F", format, path, _temp["alone"]).Accepts();
    }

    [Needs("qemu-img sgdisk")]
    [InlineData("raw")]
    [InlineData("qcow2")]
    public void APartitionTableGrowsWithItsDisk(string format)
    {
        var plan = GptDisk.Plan([new(PartitionType.Swap, new(5 << 20))]);
        if (format == "raw")
            RawImage.Write(_temp["disk"], plan);
        else
            Qcow2Image.Write(_temp["disk"], plan);

        Bq2("resize", _temp["disk"], "+7M").Accepts();

        Bq2("convert", "-O", "raw", _temp["disk"], _temp["raw"]).Accepts();
        Assert.Empty(Findings.OfSgdisk(_temp["raw"]));
        Assert.Equal(plan.Length + (7 << 20), new FileInfo(_temp["raw"]).Length);
    }

    [Fact]
    public void ADamagedTableIsToldOfBeforeTheDiskGrows()
    {
        RawImage.Write(_temp["disk"], GptDisk.Plan([new(PartitionType.Swap, new(5 << 20))]));
        long length = new FileInfo(_temp["disk"]).Length;
        Spoil.Flip(_temp["disk"], 512 + 40);
        Spoil.Flip(_temp["disk"], length - 512 + 40);

        Assert.Equal(1, Bq2("resize", _temp["disk"], "+7M").ExitCode);
        Assert.Equal(length, new FileInfo(_temp["disk"]).Length);
    }

    [Fact]
    public void ARawFileGrowsToo()
    {
        File.WriteAllBytes(_temp["raw"], [1, .. new byte[511]]);
        Bq2("resize", "-f", "raw", _temp["raw"], "+1M").Accepts();
        Assert.Equal((1 << 20) + 512, new FileInfo(_temp["raw"]).Length);
    }

    [Needs("qemu-img")]
    [InlineData("map")]
    [InlineData("compare")]
    [InlineData("resize")]
    public void BackingFilesAreOpenedWhenAllowedOnly(string command)
    {
        File.WriteAllBytes(_temp["raw"], new byte[1 << 20]);
        RealTool.QemuImg.Run("create", "-f", "qcow2", "-F", "raw", "-b", "raw", _temp["image"]).Accepts();
        string[] words = command switch
        {
            "compare" => [command, _temp["image"], _temp["raw"]],
            "resize" => [command, _temp["image"], "2M"],
            _ => [command, _temp["image"]],
        };

        var refused = Bq2(words);
        Assert.Equal(command == "compare" ? 2 : 1, refused.ExitCode);
        Assert.Contains("has the backing file \"raw\", which is not opened unasked", refused.Complained, StringComparison.Ordinal);
        Assert.Contains("--allow-backing", refused.Complained, StringComparison.Ordinal);
        Bq2([.. words, "--allow-backing"]).Accepts();
    }

    public void Dispose() => _temp.Dispose();

    private static Outcome Bq2(params string[] words) => Bq2Program.Run(["image", .. words]);

    /// <summary>The words of a line, in which DISK, RAW and OUT stand for files of the test's folder.</summary>
    private string[] WithPaths(string line) =>
        [.. line.Split(' ').Select(word => new[] { "DISK", "RAW", "OUT" }.Aggregate(word, (text, name) =>
            text.Replace(name, _temp[name.ToLowerInvariant()], StringComparison.Ordinal)))];

    private static Regions DiskWith(string text)
    {
        var disk = new Regions(1 << 20);
        disk.Add(0, Content.FromBytes(System.Text.Encoding.UTF8.GetBytes(text)));
        return disk;
    }

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
