using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Bq2.Efi;
using Bq2.Efi.Binary;
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
    [InlineData("convert -O qcow2 -o data_file={0}/data {0}/raw {0}/image", "QCW006", "external data file")]
    [InlineData("create -f qcow2 -F raw -b {0}/raw {0}/image", "QCW006", "backing file")]
    public void OtherFilesAreOpenedOnlyIfAllowed(string command, string code, string word)
    {
        using var temp = new TempFolder();
        RawImage.Write(temp["raw"], new(1 << 20));
        RealTool.QemuImg.Run(command.Replace("{0}", temp.Path, StringComparison.Ordinal).Split(' ')).Accepts();

        var fault = Assert.Throws<FaultException>(() => DiskImage.Open(temp["image"])).Fault;
        Assert.Equal((code, temp["image"]), (fault.Code, fault.Path));
        Assert.Contains($"the {word} \"{temp.Path}", fault.Message, StringComparison.Ordinal);
        Assert.Contains("allow it", fault.Hint, StringComparison.Ordinal);
        DiskImage.Open(temp["image"], s_trusting).Dispose();
    }

    [Needs("qemu-img")]
    [InlineData("create -f qcow2 -u -F qcow2 -b image {0}/image 1M", "QCW014", "leads back")]
    [InlineData("create -f qcow2 -u -F qcow2 -b ./link {0}/image 1M", "QCW014", "leads back")]
    [InlineData("create -f qcow2 -u -F raw -b nothing {0}/image 1M", "QCW022", "does not exist")]
    [InlineData("create -f qcow2 -u -F raw -b nbd://host/disk {0}/image 1M", "QCW022", "not the name of a file")]
    [InlineData("create -f qcow2 -u -F vmdk -b raw {0}/image 1M", "QCW021", "\"vmdk\"")]
    public void ImpossibleBackingFilesAreRefused(string command, string code, string word)
    {
        using var temp = new TempFolder();
        File.WriteAllBytes(temp["raw"], new byte[512]);
        RealTool.QemuImg.Run(command.Replace("{0}", temp.Path, StringComparison.Ordinal).Split(' ')).Accepts();
        File.CreateSymbolicLink(temp["link"], temp["image"]);

        var fault = Assert.Throws<FaultException>(() => DiskImage.Open(temp["image"], s_trusting)).Fault;
        Assert.Equal(code, fault.Code);
        Assert.Contains(word, fault.Message, StringComparison.Ordinal);
    }

    [Needs("qemu-img")]
    [InlineData(63, true)]
    [InlineData(64, false)]
    public void AChainHasAnEnd(int backings, bool opens)
    {
        using var temp = new TempFolder();
        RealTool.QemuImg.Run("create", "-f", "qcow2", "-u", "-F", "qcow2", "-b", "000", temp["image"], "1M").Accepts();
        byte[] image = File.ReadAllBytes(temp["image"]);
        int name = image.AsSpan().IndexOf("000"u8);
        for (int i = 0; i < backings; i++)
        {
            Encoding.ASCII.GetBytes((i + 1).ToString("d3", CultureInfo.InvariantCulture)).CopyTo(image, name);
            if (i == backings - 1)
                image.AsSpan(8, 12).Clear();
            File.WriteAllBytes(temp[i.ToString("d3", CultureInfo.InvariantCulture)], image);
        }

        if (opens)
            DiskImage.Open(temp["image"], s_trusting).Dispose();
        else
            Assert.Equal("QCW014", Assert.Throws<FaultException>(() => DiskImage.Open(temp["image"], s_trusting)).Fault.Code);
    }

    [Needs("qemu-img")]
    [InlineData("dirty bit")]
    public void UnknownFeaturesAreNamedFromTheImage(string name)
    {
        using var temp = new TempFolder();
        RealTool.QemuImg.Run("create", "-f", "qcow2", temp["image"], "1M").Accepts();
        int row = File.ReadAllBytes(temp["image"]).AsSpan().IndexOf(Encoding.ASCII.GetBytes(name));
        Spoil.Set(temp["image"], row - 1, 40);   // the bit's number stands before its name
        Spoil.Set(temp["image"], 72 + 7 - 40 / 8, 1);

        var fault = Assert.Throws<FaultException>(() => DiskImage.Open(temp["image"])).Fault;
        Assert.Equal("QCW008", fault.Code);
        Assert.Contains($"0x10000000000, \"{name}\"", fault.Message, StringComparison.Ordinal);
    }

    /// <summary>Four million entries that all point to one table would keep a reader busy for days.</summary>
    [Fact]
    public void AnL1TableLargerThanTheFileCanBeIsRefused()
    {
        using var temp = new TempFolder();
        Qcow2Image.Write(temp["image"], new Regions(1 << 20));
        using (var file = File.OpenHandle(temp["image"], FileMode.Open, FileAccess.ReadWrite))
        {
            var entries = new Be64[4 << 20];
            entries.AsSpan().Fill(1 << 20);
            RandomAccess.Write(file, MemoryMarshal.AsBytes(entries.AsSpan()), 1 << 20);
            RandomAccess.Write(file, [.. StructBytes.ToBytes((Be32)(4 << 20)), .. StructBytes.ToBytes((Be64)(1 << 20))], 36);
        }

        var fault = Assert.Throws<FaultException>(() => DiskImage.Open(temp["image"])).Fault;
        Assert.Equal("QCW009", fault.Code);
        Assert.Contains("points to 4,194,304 tables", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ABackingFileWithoutAFormatIsNotGuessedAt()
    {
        using var temp = new TempFolder();
        Qcow2Image.Write(temp["image"], new(1 << 20));
        byte[] disk = TestBytes.Make(5000);
        File.WriteAllBytes(temp["raw"], disk);
        Spoil.Set(temp["image"], 8, [.. StructBytes.ToBytes((Be64)512), .. StructBytes.ToBytes((Be32)3)]);
        Spoil.Set(temp["image"], 512, "raw"u8.ToArray());

        var fault = Assert.Throws<FaultException>(() => DiskImage.Open(temp["image"], s_trusting)).Fault;
        Assert.Contains("does not give the format", fault.Message, StringComparison.Ordinal);
        using var image = DiskImage.Open(temp["image"], s_trusting with { BackingFormat = DiskFormat.Raw });
        Assert.Equal([.. disk, 0, 0], image.ReadBytes(0, disk.Length + 2));
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
