using Bq2.Efi;
using Bq2.Image;

namespace Bq2.Tests.Image;

/// <summary>
/// A backing file's name is changed in a header that QEMU made, with extensions in the second sector too. Interrupted anywhere, it names
/// the old file with its format, or the new one with its own.
/// </summary>
public sealed class TornHeaderTests : IDisposable
{
    private readonly TempFolder _temp = new();

    [Needs("qemu-img")]
    [InlineData("-F qcow2 -b old", "new", "raw")]
    [InlineData("-F qcow2 -b old", null, null)]
    [InlineData("", "new", "qcow2")]
    [InlineData("-o cluster_size=512 -F raw -b old", "a-name-that-is-longer", "qcow2")]
    [InlineData("-o cluster_size=512 -F raw -b old", null, null)]
    [InlineData("-o cluster_size=8k", "300", "raw")]
    [InlineData("-o cluster_size=8k -F raw -b 1000", "1010", "qcow2")]
    [InlineData("-o compat=0.10 -F qcow2 -b 900", "900", "raw")]
    [InlineData("-o cluster_size=2M,compression_type=zstd -F qcow2 -b old", "600", "qcow2")]
    public void ATornHeaderNamesTheOldFileOrTheNewOne(string made, string? name, string? format)
    {
        string[] words = [.. made.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Long)];
        RealTool.QemuImg.Run(["create", "-q", "-u", "-f", "qcow2", .. words, _temp["image"], "1M"]).Accepts();
        byte[] start = File.ReadAllBytes(_temp["image"]);
        var before = NameIn(start);
        var file = new RecordingDisk((byte[])start.Clone());
        name = name is null ? null : Long(name);
        Qcow2BackingName.Write(file, Qcow2HeaderReader.Read(file), name, format);

        var seen = Replay.CutAnywhere(start, file, most: 100).Select(cut => NameIn(cut.File.Bytes)).ToHashSet();
        Assert.Equal([before, (name, format)], seen);
        File.WriteAllBytes(_temp["image"], file.Content);
        string said = RealTool.QemuImg.Run("info", _temp["image"]).Accepts().Said;
        Assert.Equal(name is not null, said.Contains($"backing file: {name}", StringComparison.Ordinal));
        Assert.Equal(format is not null, said.Contains($"backing file format: {format}\n", StringComparison.Ordinal));
    }

    [Needs("qemu-img")]
    [InlineData("new", "qcow2")]
    public void OneWriteOverBothSectorsIsNoticed(string name, string format)
    {
        RealTool.QemuImg.Run("create", "-q", "-f", "qcow2", _temp["image"], "1M").Accepts();
        byte[] start = File.ReadAllBytes(_temp["image"]);
        var (file, careless) = (new RecordingDisk((byte[])start.Clone()), new RecordingDisk((byte[])start.Clone()));
        Qcow2BackingName.Write(file, Qcow2HeaderReader.Read(file), name, format);
        careless.WriteAt(0, file.Content.AsSpan(0, 1024));

        Assert.Equal(3, Replay.CutAnywhere(start, careless, most: 1).Select(cut => NameIn(cut.File.Bytes)).ToHashSet().Count);
    }

    /// <summary>A cluster of 1 KiB has no room for two long names, and neither is written over the other.</summary>
    [Needs("qemu-img")]
    [InlineData("-o cluster_size=1k -F raw -b 500", 500)]
    public void WhereTheOldNameWouldBeOverwrittenItIsRefused(string made, int length)
    {
        RealTool.QemuImg.Run(["create", "-q", "-u", "-f", "qcow2", .. made.Split(' ').Select(Long), _temp["image"], "1M"]).Accepts();
        var file = new RecordingDisk(File.ReadAllBytes(_temp["image"]));
        var thrown = Assert.Throws<FaultException>(() =>
            Qcow2BackingName.Write(file, Qcow2HeaderReader.Read(file), new('y', length), "raw"));

        Assert.Equal("QCW022", thrown.Fault.Code);
        Assert.Empty(file.Steps);
    }

    public void Dispose() => _temp.Dispose();

    private static string Long(string word) => int.TryParse(word, out int length) ? new('x', length) : word;

    private static (string? Name, string? Format) NameIn(byte[] file)
    {
        var head = Qcow2HeaderReader.Read(new RecordingDisk(file));
        return (head.BackingName, head.BackingFormat);
    }
}
