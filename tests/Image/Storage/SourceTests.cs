using Bq2.Efi;
using Bq2.Image;

namespace Bq2.Tests.Image;

/// <summary>What a caller has in hand, a stream, bytes or a way to make them, is as good as a file.</summary>
public sealed class SourceTests : IDisposable
{
    private static readonly byte[] s_bytes = TestBytes.Make(3 << 20);

    private readonly TempFolder _temp = new();

    [Theory]
    [InlineData("qcow2")]
    [InlineData("raw")]
    public void ADiskIsOpenedInAStreamAndInBytes(string format)
    {
        Write(format, _temp["disk"]);
        byte[] file = File.ReadAllBytes(_temp["disk"]);
        foreach (var disk in (Source[])[DiskImage.Open(Source.FromBytes(file)), DiskImage.Open(Source.FromStream(new MemoryStream(file))),
            DiskImage.Open(Source.FromStream(File.OpenRead(_temp["disk"])))])
        {
            using (disk)
            {
                using var volume = FileSystem.Open(disk.Partition("esp"));
                Assert.Equal(s_bytes, volume.Read("file"));
            }
        }
    }

    [Fact]
    public void ADiskInAFileOfAVolumeIsADisk()
    {
        Write("qcow2", _temp["inner"]);
        var tree = new Tree();
        tree.AddFile("inner.qcow2", Content.FromFile(_temp["inner"]));

        using var outer = FatVolume.Open(Source.Of(FatVolume.Plan(tree)));
        using var disk = DiskImage.Open(outer.OpenFile("inner.qcow2"));
        using var volume = FileSystem.Open(disk.Partition(1));

        Assert.Equal(s_bytes, volume.Read("file"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AStreamIsClosedWithItsSourceUnlessItIsToStayOpen(bool leaveOpen)
    {
        var stream = new MemoryStream(s_bytes);
        Source.FromStream(stream, "bytes", leaveOpen).Dispose();

        Assert.Equal(leaveOpen, stream.CanRead);
    }

    [Fact]
    public void AStreamThatCannotSeekIsACallersMistake()
    {
        using var pipe = new System.IO.Pipes.AnonymousPipeServerStream();
        Assert.Throws<ArgumentException>(() => Source.FromStream(pipe));
        Assert.Throws<ArgumentException>(() => Content.FromStream(pipe));
    }

    [Fact]
    public void AStreamThatGotShorterIsAFaultThatNamesIt()
    {
        using var stream = new MemoryStream();
        stream.SetLength(1000);
        using var source = Source.FromStream(stream, "the stream");
        stream.SetLength(10);

        var fault = Assert.Throws<FaultException>(() => source.ReadAt(0, new byte[100])).Fault;
        Assert.Equal((ImageFaults.FileChanged, "the stream"), (fault.Kind, fault.Path));
    }

    [Fact]
    public void ASourceIsReadAsAStream()
    {
        using var stream = Source.FromBytes(s_bytes).AsStream();
        var copy = new MemoryStream();
        stream.CopyTo(copy);
        stream.Seek(-5, SeekOrigin.End);

        Assert.Equal(s_bytes, copy.ToArray());
        Assert.Equal(5, stream.Read(new byte[10]));
        Assert.Equal(0, stream.Read(new byte[10]));
        stream.Position = s_bytes.Length + 7;
        Assert.Equal(0, stream.Read(new byte[10]));
        Assert.Throws<ArgumentOutOfRangeException>(() => stream.Position = -1);
    }

    [Fact]
    public void ContentComesFromAStreamOrIsMadeWhenItIsWritten()
    {
        var disk = new Regions(8 << 20);
        disk.Add(0, Content.FromStream(new MemoryStream(s_bytes)));
        disk.Add(4 << 20, Content.FromDelegate(s_bytes.Length, (offset, into) => s_bytes.AsSpan((int)offset, into.Length).CopyTo(into)));
        RawImage.Write(_temp["disk"], disk);

        byte[] written = File.ReadAllBytes(_temp["disk"]);
        Assert.Equal(s_bytes, written[..s_bytes.Length]);
        Assert.Equal(s_bytes, written[(4 << 20)..][..s_bytes.Length]);
    }

    [Theory]
    [InlineData("raw", 1)]
    [InlineData("raw", 4)]
    [InlineData("qcow2", 1)]
    [InlineData("qcow2", 4)]
    public void AWriteThatIsCancelledLeavesWhatWasThere(string format, int threads)
    {
        File.WriteAllText(_temp["disk"], "old");
        using var cancellation = new CancellationTokenSource();
        var disk = new Regions(64 << 20);
        disk.Add(0, Content.FromDelegate(disk.Length, (offset, into) =>
        {
            into.Fill(1);
            if (offset > 8 << 20)
                cancellation.Cancel();
        }));

        Assert.Throws<OperationCanceledException>(() => format == "raw"
            ? RawImage.Write(_temp["disk"], disk, new() { Threads = threads }, cancellation: cancellation.Token).Length
            : Qcow2Image.Write(_temp["disk"], disk, new() { Threads = threads }, cancellation: cancellation.Token).FileSize);

        Assert.Equal("old", File.ReadAllText(_temp["disk"]));
        Assert.Equal([_temp["disk"]], Directory.GetFiles(_temp.Path));
    }

    [Fact]
    public void AQcow2ImageIsOpenedAsThatOrNotAtAll()
    {
        Write("qcow2", _temp["disk"]);
        File.WriteAllBytes(_temp["raw"], s_bytes);
        using (var disk = Qcow2Image.OpenForWriting(_temp["disk"]))
        using (var esp = FileSystem.OpenForWriting(disk.Partition(1)))
            esp.Write("other", Content.FromBytes("hello"u8.ToArray()));

        using var read = Qcow2Image.Open(_temp["disk"]);
        using var volume = FileSystem.Open(read.Partition("esp"));
        Assert.Equal("hello"u8, volume.Read("other"));
        Assert.Throws<FaultException>(() => Qcow2Image.Open(_temp["raw"]));
        Assert.Throws<FaultException>(() => Qcow2Image.OpenForWriting(_temp["raw"]));
        File.Delete(_temp["raw"]);
    }

    public void Dispose() => _temp.Dispose();

    private static void Write(string format, string path)
    {
        var tree = new Tree();
        tree.AddFile("file", Content.FromBytes(s_bytes));
        var disk = GptDisk.Plan([new(PartitionType.Esp, FatVolume.Plan(tree))]);
        if (format == "raw")
            RawImage.Write(path, disk);
        else
            Qcow2Image.Write(path, disk, new() { Compression = Qcow2Compression.Zlib });
    }
}
