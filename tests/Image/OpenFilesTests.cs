using Bq2.Efi;
using Bq2.Efi.Coff;
using Bq2.Efi.Link;
using Bq2.Efi.Pe;
using Bq2.Image;
using Bq2.Tests.Efi;

namespace Bq2.Tests.Image;

/// <summary>
/// Files are closed even if their content is refused, and a source that the caller gives is closed as documented.
/// </summary>
public sealed class OpenFilesTests : IDisposable
{
    private const int Rounds = 400;

    private static readonly OpenOptions s_trusting = new() { AllowBacking = true };

    private readonly TempFolder _temp = new();

    /// <summary>Every public way to open a file by name, and the kinds of file to try.</summary>
    public static TheoryData<string, string> Readers =>
        new(from reader in s_readers from kind in reader.Value.Kinds select (reader.Key, kind));

    private static readonly Dictionary<string, (string[] Kinds, Action<string> Read)> s_readers = new()
    {
        ["disk"] = (["qcow2", "top", "disk"], path => DiskImage.Open(path, s_trusting).Dispose()),
        ["disk to write"] = (["qcow2", "top"], path => DiskImage.OpenForWriting(path, s_trusting).Dispose()),
        ["qcow2"] = (["qcow2", "top"], path => Qcow2Image.Open(path, s_trusting).Dispose()),
        ["format"] = (["qcow2"], path => DiskImage.FormatOf(path)),
        ["info"] = (["qcow2", "top"], path => DiskInfo.Of(path)),
        ["check"] = (["qcow2", "top"], path => DiskImage.Check(path)),
        ["repair"] = (["qcow2"], path => DiskImage.CheckAndRepairLeaks(path)),
        ["snapshot"] = (["qcow2"], path => Qcow2Snapshots.Create(path, "one", DateTimeOffset.UnixEpoch)),
        ["rename"] = (["top"], path => Qcow2Backing.Rename(path, "qcow2", DiskFormat.Qcow2)),
        ["rebase"] = (["top"], path => Qcow2Backing.Rebase(path, null, null, s_trusting)),
        ["commit"] = (["top"], path => Qcow2Backing.Commit(path, true, s_trusting)),
        ["place"] = (["disk", "fat"], path => new ImagePath(path, null, "").Open().Dispose()),
        ["place to write"] = (["disk", "fat"], path => new ImagePath(path, null, "").OpenForWriting().Dispose()),
        ["filesystem"] = (["fat"], path => FileSystem.Open(DiskImage.Open(path)).Dispose()),
        ["filesystem to write"] = (["fat"], path => FileSystem.OpenForWriting(DiskImage.OpenForWriting(path)).Dispose()),
        ["fat"] = (["fat"], path => FatVolume.Open(DiskImage.Open(path)).Dispose()),
        ["fat to write"] = (["fat"], path => FatVolume.OpenForWriting(DiskImage.OpenForWriting(path)).Dispose()),
        ["entry"] = (["fat"], path => BootMenuEntry.FromFile(path)),
        ["image"] = (["efi"], path => PeImage.Read(path).DebugEntries()),
        ["object"] = (["obj"], path => CoffObject.Read(path)),
        ["archive"] = (["obj"], path => CoffArchive.Read(path)),
    };

    public void Dispose() => _temp.Dispose();

    [Theory]
    [MemberData(nameof(Readers))]
    public void NoReaderLeavesAFileOpen(string reader, string kind)
    {
        byte[] good = Make(kind);
        var read = s_readers[reader].Read;
        var random = Fuzzing.Random(7);
        int refused = 0;
        for (int i = 0; i < Rounds; i++)
        {
            File.WriteAllBytes(_temp["spoiled"], i == 0 ? good : i == 1 ? [] : Spoiled(good, random));
            try
            {
                read(_temp["spoiled"]);
            }
            catch (FaultException)
            {
                refused++;
            }

            Assert.True(OpenHandles.In(_temp).Length == 0, $"round {i} left a file open");
        }

        Assert.True(refused > 0 || reader is "format" or "info" || (reader, kind) is ("disk", "disk"), "nothing was refused");
    }

    [Fact]
    public void AFileThatIsLeftOpenIsNoticed()
    {
        File.WriteAllText(_temp["open"], "");
        using var open = File.OpenRead(_temp["open"]);

        Assert.Equal([_temp["open"]], OpenHandles.In(_temp));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AGivenSourceIsClosedWithWhatIsOpenedFromIt(bool isGood)
    {
        AssertClosed(isGood, "qcow2", source => DiskImage.Open(source));
        AssertClosed(isGood, "fat", FatVolume.Open);
        AssertClosed(isGood, "fat", FileSystem.Open);
    }

    [Fact]
    public void ASourceThatIsOnlyLookedAtStaysOpen()
    {
        foreach (string kind in (string[])["disk", "fat"])
        {
            using var stream = new MemoryStream(Make(kind));
            using var source = Source.FromStream(stream);
            _ = (DiskContent.Of(source), GptDisk.Exists(source), PartitionTable.Exists(source));
            try
            {
                GptDisk.Read(source).Open(1).Dispose();
                source.Partition(1).Dispose();
                _ = PartitionTable.Read(source);
            }
            catch (FaultException)
            {
                Assert.Equal("fat", kind);
            }

            source.Slice(0, 512).Dispose();
            source.AsStream().Dispose();
            Assert.True(stream.CanRead);
        }
    }

    [Fact]
    public void AStreamMayStayOpen()
    {
        using var stream = new MemoryStream(Make("qcow2"));
        DiskImage.Open(Source.FromStream(stream, leaveOpen: true)).Dispose();

        Assert.True(stream.CanRead);
    }

    [Theory]
    [InlineData("qcow2")]
    [InlineData("fat")]
    public void ClosingTwiceIsClosingOnce(string kind)
    {
        File.WriteAllBytes(_temp["disk"], Make(kind));
        var disk = DiskImage.OpenForWriting(_temp["disk"]);
        if (kind == "fat")
        {
            var volume = FatVolume.OpenForWriting(disk);
            volume.CreateFolder("folder");
            volume.Dispose();
            volume.Dispose();
        }
        else
        {
            disk.WriteAt(0, [1, 2, 3]);
        }

        disk.Dispose();
        disk.Dispose();
        using var again = DiskImage.Open(_temp["disk"]);
    }

    private static byte[] Spoiled(byte[] good, Random random)
    {
        // Formats are refused by their headers, but most of a file is something else.
        byte[] bytes = Fuzzing.Spoil(good, random);
        for (int i = random.Next(3); i > 0 && bytes.Length > 0; i--)
            bytes[random.Next(Math.Min(bytes.Length, 128))] = (byte)random.Next(256);
        return bytes;
    }

    private void AssertClosed(bool isGood, string kind, Func<Source, IDisposable> open)
    {
        byte[] bytes = Make(kind);
        if (!isGood)
            bytes.AsSpan(4, Math.Min(bytes.Length - 4, 1 << 16)).Fill(0xee);
        var stream = new MemoryStream(bytes);
        if (isGood)
            open(Source.FromStream(stream)).Dispose();
        else
            Assert.Throws<FaultException>(() => open(Source.FromStream(stream)));

        Assert.False(stream.CanRead);
    }

    private byte[] Make(string kind)
    {
        if (kind == "obj")
            return SampleObject.Make(Machine.X64);
        if (kind == "efi")
            return EfiLinker.Link([CoffObject.Read("a.obj", SampleObject.Make(Machine.X64))], new() { Name = "a.efi" }).Image!;

        var tree = new Tree();
        tree.AddFile("a.txt", Content.FromBytes("hello"u8.ToArray()));
        var fat = FatVolume.Plan(tree, new() { Type = FatType.Fat12, Size = 1 << 20 });
        if (kind is "fat" or "disk")
            RawImage.Write(_temp["made"], kind == "fat" ? fat : GptDisk.Plan([new(PartitionType.Esp, fat)]));
        else
            Qcow2Image.Write(_temp[kind == "top" ? "qcow2" : "made"], fat, new() { ClusterSize = 512 });
        if (kind == "top")
            Qcow2Overlay.Write(_temp["made"], fat.Length, "qcow2", DiskFormat.Qcow2, new() { ClusterSize = 512 });
        return File.ReadAllBytes(_temp["made"]);
    }
}
