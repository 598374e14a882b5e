using System.Text.Json;
using Bq2.Image;

namespace Bq2.Tests.Image;

/// <summary>Whatever QEMU makes, we find the same disk in it.</summary>
public sealed class Qcow2ReaderAgainstQemuTests
{
    private static readonly OpenOptions s_trusting = new() { AllowBacking = true };

    public static TheoryData<string> All => Recipes.All;

    [Needs("qemu-img qemu-io")]
    [MemberData(nameof(All))]
    public void EveryImageReadsAsQemuReadsIt(string recipe)
    {
        using var temp = new TempFolder();
        string path = Recipes.Make(temp, recipe);
        RealTool.QemuImg.Run("convert", "-f", "qcow2", "-O", "raw", path, temp["expected"]).Accepts();
        byte[] expected = File.ReadAllBytes(temp["expected"]);

        using var disk = DiskImage.Open(path, s_trusting);
        Assert.Equal(expected.Length, disk.Length);
        Assert.Equal(expected, disk.ReadBytes(0, expected.Length));
        ReadInPieces(disk, expected);
        NothingLiesOutsideTheRuns(disk, expected);
    }

    [Needs("qemu-img qemu-io")]
    [MemberData(nameof(All))]
    public void TheMapIsQemus(string recipe)
    {
        using var temp = new TempFolder();
        string path = Recipes.Make(temp, recipe);
        using var said = JsonDocument.Parse(RealTool.QemuImg.Run("map", "--output=json", "-f", "qcow2", path).Accepts().Said);
        string[] expected = [.. said.RootElement.EnumerateArray().Select(Row)];

        using var disk = DiskImage.Open(path, s_trusting);
        Assert.Equal(expected, DiskMap.Of(disk).Select(piece =>
            FormattableString.Invariant(
                $"{piece.Start}+{piece.Length} {piece.Depth} {piece.Present} {piece.Zero} {piece.Data} {piece.Offset}")));

        static string Row(JsonElement piece) =>
            $"{piece.GetProperty("start")}+{piece.GetProperty("length")} {piece.GetProperty("depth")} {piece.GetProperty("present")} "
            + $"{piece.GetProperty("zero")} {piece.GetProperty("data")} {(piece.TryGetProperty("offset", out var offset) ? offset : "")}";
    }

    [Needs("qemu-img qemu-io")]
    [InlineData("zlib")]
    [InlineData("chain")]
    [InlineData("parts of 512")]
    public async Task SeveralThreadsReadAtOnce(string recipe)
    {
        using var temp = new TempFolder();
        string path = Recipes.Make(temp, recipe);
        RealTool.QemuImg.Run("convert", "-f", "qcow2", "-O", "raw", path, temp["expected"]).Accepts();
        byte[] expected = File.ReadAllBytes(temp["expected"]);

        using var disk = DiskImage.Open(path, s_trusting);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(seed => Task.Run(() => ReadInPieces(disk, expected, seed))));
    }

    [Needs("qemu-img")]
    [InlineData(false)]
    [InlineData(true)]
    public void SnapshotsAreListed(bool v2)
    {
        using var temp = new TempFolder();
        RealTool.QemuImg.Run("create", "-f", "qcow2", "-o", v2 ? "compat=0.10" : "compat=1.1", temp["image"], "3M").Accepts();
        foreach (string name in (string[])["first", "zweiter, mit Größe", "3"])
            RealTool.QemuImg.Run("snapshot", "-c", name, temp["image"]).Accepts();
        using var said = JsonDocument.Parse(RealTool.QemuImg.Run("info", "--output=json", temp["image"]).Accepts().Said);

        var snapshots = DiskInfo.Of(temp["image"]).Snapshots;
        Assert.Equal(3, snapshots.Count);
        foreach (var (theirs, ours) in said.RootElement.GetProperty("snapshots").EnumerateArray().Zip(snapshots))
        {
            Assert.Equal(theirs.GetProperty("id").GetString(), ours.Id);
            Assert.Equal(theirs.GetProperty("name").GetString(), ours.Name);
            Assert.Equal(theirs.GetProperty("date-sec").GetInt64(), ours.Date.ToUnixTimeSeconds());
            Assert.Equal((0, 3 << 20), (ours.VmStateSize, ours.DiskSize));
        }
    }

    /// <summary>Odd offsets and lengths, small ones and large ones.</summary>
    private static void ReadInPieces(Source disk, byte[] expected, int seed = 1)
    {
        var random = new Random(seed);
        for (int i = 0; i < 200 && expected.Length > 0; i++)
        {
            int offset = random.Next(expected.Length),
                length = random.Next(Math.Min(expected.Length - offset, 1 << random.Next(4, 20)) + 1);
            if (!expected.AsSpan(offset, length).SequenceEqual(disk.ReadBytes(offset, length)))
                Assert.Fail($"{length} bytes at {offset} differ");
        }
    }

    private static void NothingLiesOutsideTheRuns(Source disk, byte[] expected)
    {
        var rest = (byte[])expected.Clone();
        long end = 0;
        foreach (var (offset, length) in disk.DataRuns())
        {
            Assert.InRange(offset, end, disk.Length - length);
            end = offset + length;
            rest.AsSpan((int)offset, (int)length).Clear();
        }

        Assert.False(rest.AsSpan().ContainsAnyExcept((byte)0));
    }
}
