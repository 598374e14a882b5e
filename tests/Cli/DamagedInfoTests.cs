using System.Buffers.Binary;
using System.Text.Json.Nodes;
using Bq2.Efi.Binary;
using Bq2.Image;
using Bq2.Tests.Image;

namespace Bq2.Tests.Cli;

/// <summary>info of a disk of which one part is damaged: it reports the fault and all the rest.</summary>
public sealed class DamagedInfoTests : IDisposable
{
    private readonly TempFolder _temp = new();

    [Theory]
    [InlineData("L2 entry", "QCW011", 0x3000)]
    [InlineData("partition", "GPT007", 0)]
    public void InfoShowsTheRestWhenOneEntryIsBad(string what, string code, int place)
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
    public void InfoShowsTheRestWhenAListIsDamaged(string recipe, string code)
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

    public void Dispose() => _temp.Dispose();

    private static Outcome Bq2(params string[] words) => Bq2Program.Run(["image", .. words]);

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
}
