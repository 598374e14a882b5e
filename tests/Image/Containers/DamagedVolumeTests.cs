using Bq2.Efi;
using Bq2.Image;

namespace Bq2.Tests.Image;

/// <summary>Whatever is done to a volume, who reads or changes it gets an answer or a fault, soon and in little memory.</summary>
[Trait(Fuzzing.Category, Fuzzing.Fuzz)]
public sealed class DamagedVolumeTests
{
    [Theory]
    [InlineData(FatType.Fat12, 4 << 20)]
    [InlineData(FatType.Fat16, 9 << 20)]
    [InlineData(FatType.Fat32, 34 << 20)]
    public void Fat(FatType type, int size)
    {
        using var temp = new TempFolder();
        var plan = FatVolume.Plan(FatTree(), new() { Type = type, Size = size });
        RawImage.Write(temp["image"], plan);

        Damages.Judge(temp, hot: HotOf(type, size), path =>
        {
            using var volume = FatVolume.Open(DiskImage.Open(path));
            var buffer = new byte[64];
            foreach (var entry in volume.Walk())
            {
                if (entry.IsFolder)
                    continue;
                using var file = volume.OpenFile(entry);
                for (long at = 0; at < file.Length; at += 1 << 16)
                    file.ReadAt(at, buffer.AsSpan(0, (int)Math.Min(buffer.Length, file.Length - at)));
            }
        });
    }

    [Theory]
    [InlineData(FatType.Fat12, 1 << 20)]
    [InlineData(FatType.Fat16, 9 << 20)]
    [InlineData(FatType.Fat32, 34 << 20)]
    public void FatThatIsChanged(FatType type, int size)
    {
        using var plan = Source.Of(FatVolume.Plan(FatTree(), new() { Type = type, Size = size }));
        byte[] whole = plan.ReadBytes(0, (int)plan.Length);
        var random = Fuzzing.Random(4);
        int faults = 0;
        for (int round = 0; round < Damages.Rounds; round++)
        {
            var (start, length) = HotOf(type, size)[random.Next(3)];
            byte[] before = whole[..(2 << 20 < size ? 2 << 20 : size)];
            for (int changes = random.Next(1, 4); changes > 0; changes--)
                whole[start + random.Next(length)] = (byte)random.Next(256);
            var disk = new RecordingDisk(whole, "disk");
            try
            {
                using var volume = FatVolume.OpenForWriting(disk);
                volume.Write("folder 1/new", Content.FromBytes(new byte[5000]));
                volume.Write("folder 2/a file with a long name 2", Content.FromBytes(new byte[10]));
                volume.Remove("folder 3", recursive: true);
                volume.SetLabel("NEW");
            }
            catch (FaultException)
            {
                faults++;
            }

            foreach (var (offset, bytes) in disk.Steps)
                whole.AsSpan((int)offset, bytes.Length).Clear();
            before.CopyTo(whole, 0);
        }

        Assert.InRange(faults, Damages.Rounds / 20, Damages.Rounds);
    }

    private static Tree FatTree()
    {
        var tree = new Tree();
        for (int i = 0; i < 40; i++)
            tree.AddFile($"folder {i % 4}/a file with a long name {i}", Content.FromBytes(TestBytes.Make(i * 100)));
        return tree;
    }

    private static (int Start, int Length)[] HotOf(FatType type, int size)
    {
        var layout = FatSizing.For(type, size, 512);
        return [(0, 90), ((int)layout.OffsetOfFat(0), 300), ((int)layout.RootOffset, 6000)];
    }
}
