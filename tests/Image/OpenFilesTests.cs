using Bq2.Efi;
using Bq2.Efi.Coff;
using Bq2.Efi.Pe;
using Bq2.Image;

namespace Bq2.Tests.Image;

/// <summary>Files are closed even if their content is refused.</summary>
public sealed class OpenFilesTests : IDisposable
{
    // More of them, with other seeds, are for eng/fuzz.sh.
    private const int Rounds = 100;

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
    [Trait(Fuzzing.Category, Fuzzing.Fuzz)]
    public void NoReaderLeavesAFileOpen(string reader, string kind)
    {
        byte[] good = SampleFiles.Make(_temp, kind);
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

    private static byte[] Spoiled(byte[] good, Random random)
    {
        // Formats are refused by their headers, but most of a file is something else.
        byte[] bytes = Fuzzing.Spoil(good, random);
        for (int i = random.Next(3); i > 0 && bytes.Length > 0; i--)
            bytes[random.Next(Math.Min(bytes.Length, 128))] = (byte)random.Next(256);
        return bytes;
    }
}
