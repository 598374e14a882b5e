using Bq2.Efi;
using Bq2.Image;

namespace Bq2.Tests.Image;

/// <summary>Volumes changed in place: what they hold then, what judges say, and what a cut at any point leaves.</summary>
public sealed class FatEditTests
{
    private static readonly DateTimeOffset s_time = new(2024, 5, 6, 7, 8, 10, TimeSpan.Zero);

    // What a cut may leave, in the words of fsck.fat: clusters that belong to nobody, a count that is out of date, FATs of
    // which only one was written, and the mark that nobody closed the volume, which the backup never has. And no more.
    private static readonly string[] s_traces =
    [
        "fsck.fat", "Leaving filesystem unchanged", "Reclaimed", "Free cluster summary wrong", "Auto-correcting",
        "Dirty bit is set", "Automatically removing dirty bit", "FATs differ but appear to be intact", "Using first FAT",
        "There are differences between boot sector and its backup", "This is mostly harmless", "65:01/00", "Not automatically fixing",
    ];

    public static TheoryData<FatType, int, int> Volumes() => new()
    {
        { FatType.Fat12, 1 << 20, 512 },
        { FatType.Fat16, 9 << 20, 512 },
        { FatType.Fat32, 34 << 20, 512 },
    };

    [Needs("fsck.fat mdir")]
    [MemberData(nameof(Volumes))]
    public void WhatIsWrittenIsThereAndTheJudgesAgree(FatType type, int size, int sector)
    {
        using var temp = new TempFolder();
        RawImage.Write(temp["disk"], FatVolume.Plan(SmallTree(), new() { Type = type, Size = size, SectorSize = sector, Label = "OLD" }));
        using (var volume = FatVolume.OpenForWriting(FileDisk.Open(temp["disk"])))
        {
            volume.Write("EFI/BOOT/BOOTX64.EFI", Content.FromBytes(TestBytes.Make(5000)), s_time);
            volume.Write("A new folder/deep/a file with a long name.txt", Content.FromBytes(TestBytes.Make(10_000)), s_time);
            volume.Write("empty", Content.Empty, s_time);
            volume.CreateFolder("A NEW FOLDER/other", s_time);
            volume.SetLabel("New");
            volume.Remove("file one");
        }

        Assert.Empty(Findings.OfFsck(temp["disk"]));
        Assert.Equal(
            ["A new folder/deep/a file with a long name.txt", "EFI/BOOT/BOOTX64.EFI", "empty", "file two"],
            Findings.OfMdir(temp["disk"]));
        using var read = FatVolume.Open(DiskImage.Open(temp["disk"]));
        Assert.Equal(TestBytes.Make(5000), read.Read("EFI/BOOT/BOOTX64.EFI"));
        Assert.Equal(TestBytes.Make(10_000), read.Read("A new folder/deep/a file with a long name.txt"));
        Assert.Equal(("NEW", s_time, false), (read.ReadLabel(), read.Find("empty")!.Modified, read.IsDirty));
    }

    [Needs("fsck.fat")]
    [MemberData(nameof(Volumes))]
    public void CutOffAnywhereTheVolumeIsSound(FatType type, int size, int sector)
    {
        using var temp = new TempFolder();
        var disk = Changed(type, size, sector);

        int cuts = 0;
        foreach (byte[] cut in disk.CutAnywhere())
        {
            Assert.DoesNotContain(FindingsOf(temp, cut), line => !IsTrace(line));
            cuts++;
        }

        Assert.InRange(cuts, 50, 500);
        Assert.Empty(FindingsOf(temp, disk.Content));
    }

    /// <summary>Cut off anywhere, what is moved is at its old place or at its new one, or at both.</summary>
    [Theory]
    [MemberData(nameof(Volumes))]
    public void WhatIsMovedIsNeverLost(FatType type, int size, int sector)
    {
        var tree = new Tree();
        tree.AddFile("folder/file", Content.FromBytes(TestBytes.Make(5000)));
        tree.AddFile("other/replaced by a file", Content.FromBytes("old"u8.ToArray()));
        var disk = new RecordingDisk(Bytes(FatVolume.Plan(tree, new() { Type = type, Size = size, SectorSize = sector })));
        using (var volume = FatVolume.OpenForWriting(disk))
        {
            volume.Move("folder/file", "folder/another, longer name");
            volume.Move("folder", "other/FOLDER");
            volume.Move("other/FOLDER/another, longer name", "other/replaced by a file");
        }

        string[] places = ["folder/file", "folder/another, longer name", "other/FOLDER/another, longer name", "other/replaced by a file"];
        foreach (byte[] cut in disk.CutAnywhere().Append(disk.Content))
        {
            var regions = new Regions(cut.Length);
            regions.Add(0, Content.FromBytes(cut));
            using var volume = FatVolume.Open(Source.Of(regions));
            Assert.Contains(places, place => volume.Find(place) is { } found
                && volume.Read(found.Path).AsSpan().SequenceEqual(TestBytes.Make(5000)));
        }
    }

    [Needs("fsck.fat")]
    [MemberData(nameof(Volumes))]
    public void FsckNoticesASpoiledByte(FatType type, int size, int sector)
    {
        using var temp = new TempFolder();
        var disk = Changed(type, size, sector);

        // With everything in the other order, rows show files that have no clusters yet.
        disk.Steps.Reverse();
        Assert.Contains(disk.CutAnywhere(), cut => FindingsOf(temp, cut).Any(line => !IsTrace(line)));
    }

    [Fact]
    public void AReadFailureDoesNotChangeTheVolume()
    {
        byte[] before = Bytes(FatVolume.Plan(SmallTree(), new() { Type = FatType.Fat12, Size = 1 << 20 }));
        var disk = new RecordingDisk([.. before], "disk");
        using (var volume = FatVolume.OpenForWriting(disk))
        {
            Assert.Throws<FileNotFoundException>(() => volume.Write("new", Content.FromFile("no such file", 0, 5000)));
            Assert.Equal("FAT007",
                Assert.Throws<FaultException>(() => volume.Write("new", Content.FromFile("no such file", 0, 2 << 20))).Fault.Code);
            Assert.Equal("FAT003", Assert.Throws<FaultException>(() => volume.Write("a/b/new?", Content.Empty)).Fault.Code);
            Assert.Equal("FAT019", Assert.Throws<FaultException>(() => volume.Write("EFI", Content.Empty)).Fault.Code);
            Assert.Equal("FAT019", Assert.Throws<FaultException>(() => volume.Write("file one/x", Content.Empty)).Fault.Code);
            Assert.Equal("FAT019", Assert.Throws<FaultException>(() => volume.Remove("EFI")).Fault.Code);
            Assert.Equal("FAT014", Assert.Throws<FaultException>(() => volume.Remove("none")).Fault.Code);
        }

        Assert.Equal(before, disk.Content);
        using var read = FatVolume.Open(disk);
        Assert.Throws<InvalidOperationException>(() => read.Write("x", Content.Empty));
    }

    [Fact]
    public void ADiskThatFailsLeavesTheMark()
    {
        var disk = new RecordingDisk(Bytes(FatVolume.Plan(SmallTree(), new() { Type = FatType.Fat16, Size = 9 << 20 }))) { FailsAfter = 4 };
        var volume = FatVolume.OpenForWriting(disk);
        Assert.Throws<IOException>(() => volume.Write("new", Content.FromBytes(TestBytes.Make(5000))));
        Assert.Throws<InvalidOperationException>(() => volume.Remove("file one"));
        volume.Dispose();

        using var read = FatVolume.Open(disk);
        Assert.True(read.IsDirty);
    }

    private static RecordingDisk Changed(FatType type, int size, int sector)
    {
        var disk = new RecordingDisk(Bytes(FatVolume.Plan(SmallTree(), new() { Type = type, Size = size, SectorSize = sector })));
        using var volume = FatVolume.OpenForWriting(disk);
        volume.Write("file one", Content.FromBytes(TestBytes.Make(7000)));
        for (int i = 0; i < 9; i++)
            volume.Write($"EFI/BOOT/a new file whose name takes several rows, number {i}", Content.FromBytes(TestBytes.Make(3000)));
        volume.Remove("EFI/BOOT/BOOTX64.EFI");
        volume.CreateFolder("EFI/new");
        volume.Write("EFI/new/x", Content.FromBytes(TestBytes.Make(100)));
        volume.Remove("EFI", recursive: true);
        return disk;
    }

    /// <summary>What fsck.fat says, without the line of its summary.</summary>
    private static string[] FindingsOf(TempFolder temp, byte[] bytes)
    {
        File.WriteAllBytes(temp["disk"], bytes);
        return [.. Findings.OfFsck(temp["disk"]).Where(line => !line.StartsWith(temp["disk"], StringComparison.Ordinal))];
    }

    private static bool IsTrace(string line) =>
        Array.Exists(s_traces, trace => line.TrimStart().StartsWith(trace, StringComparison.Ordinal));

    private static Tree SmallTree()
    {
        var tree = new Tree();
        tree.AddFile("EFI/BOOT/BOOTX64.EFI", Content.FromBytes(TestBytes.Make(12_345)));
        tree.AddFile("file one", Content.FromBytes(TestBytes.Make(10_000)));
        tree.AddFile("file two", Content.FromBytes(TestBytes.Make(1)));
        return tree;
    }

    private static byte[] Bytes(Regions plan)
    {
        using var source = Source.Of(plan);
        return source.ReadBytes(0, (int)plan.Length);
    }
}
