using Bq2.Efi;
using Bq2.Efi.Pe;
using Bq2.Image;

namespace Bq2.Tests.Image;

/// <summary>Whatever mkfs.erofs writes is read, and whatever is damaged is a fault.</summary>
public sealed class ErofsReaderTests : IDisposable
{
    private readonly TempFolder _temp = new();

    [Needs("mkfs.erofs setfattr")]
    [InlineData("-x2")]
    [InlineData("-x1")]
    [InlineData("-x-1")]
    [InlineData("-T123456")]
    [InlineData("--chunksize=8192")]
    [InlineData("--chunksize=65536 -Eforce-chunk-indexes")]
    [InlineData("-Eforce-inode-extended -T1")]
    [InlineData("-Enoinline_data")]
    [InlineData("-Enosbcrc")]
    [InlineData("-zlz4")]
    [InlineData("-zlz4hc")]
    [InlineData("-zlz4hc,12 -C65536")]
    [InlineData("-zlz4 -C16384")]
    [InlineData("-zlz4 -C1048576")]
    [InlineData("-zlz4 -Elegacy-compress")]
    [InlineData("-zlz4 -Elegacy-compress -C16384")]
    [InlineData("-zlz4 -Eztailpacking")]
    [InlineData("-zlz4hc -Eztailpacking -C65536")]
    [InlineData("-zlz4 --max-extent-bytes=65536")]
    public void WhatMkfsWritesIsRead(string options)
    {
        MakeFolder();
        new RealTool("mkfs.erofs").Run([.. options.Split(' '), _temp["image"], _temp["tree"]]).Accepts();
        var tree = Tree.FromFolder(_temp["tree"], new() { KeepTimes = true, KeepOwners = true, KeepXattrs = options != "-x-1" });
        if (options.Contains("-T", StringComparison.Ordinal))
            SetTimes(tree, long.Parse(options.AsSpan(options.IndexOf("-T", StringComparison.Ordinal) + 2), null));

        using var volume = ErofsVolume.Open(DiskImage.Open(_temp["image"]));
        Assert.Equal(VolumeListing.Of(tree), VolumeListing.Of(volume));
        Assert.Equal("erofs", volume.Kind);
    }

    [Theory]
    [InlineData(12, 8, "blocks of 2^8 bytes")]
    [InlineData(12, 17, "blocks of 2^17 bytes")]
    [InlineData(80, 0x20, "fragments or deduplication")]
    [InlineData(80, 0x40, "long prefixes")]
    [InlineData(80, 0x80, "48 bits")]
    [InlineData(81, 1, "a metabox")]
    [InlineData(83, 0x80, "not known here: 0x80000000")]
    [InlineData(86, 1, "1 other devices")]
    [InlineData(90, 1, "blocks of their own size")]
    [InlineData(48, 1, "the checksum")]
    [InlineData(0, 1, "not an EROFS volume")]
    public void WhatIsNotSupportedIsRefusedByName(int field, byte value, string reason)
    {
        byte[] bytes = Planned();
        bytes[ErofsSuperblock.Offset + field] = value;

        var fault = Assert.Throws<FaultException>(() => ErofsVolume.Open(Source.FromBytes(bytes))).Fault;
        Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AFolderInItselfIsAFault()
    {
        byte[] bytes = Planned();
        using var volume = ErofsVolume.Open(Source.FromBytes(bytes));
        var root = volume.Find("")!.Node;
        var child = volume.Find("names")!.Node;

        // The row of "names" in the root leads to the root.
        byte[] wanted = BitConverter.GetBytes(child.Nid), instead = BitConverter.GetBytes(root.Nid);
        int place = bytes.AsSpan((int)root.HeadEnd).IndexOf(wanted) + (int)root.HeadEnd;
        instead.CopyTo(bytes, place);

        var fault = Assert.Throws<FaultException>(() => volume.Walk().Count()).Fault;
        Assert.Equal(VolumeFaults.ErofsFolder, fault.Kind);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-zlz4 -Eztailpacking")]
    [InlineData("-zlz4 -Elegacy-compress")]
    [InlineData("-zlz4hc -C65536")]
    [InlineData("--chunksize=4096")]
    [Trait(Fuzzing.Category, Fuzzing.Fuzz)]
    public void DamageIsAFaultAndNothingElse(string options)
    {
        byte[] good = options.Length == 0 ? Planned() : Made(options);
        var random = Fuzzing.Random(77);
        for (int round = 0; round < 300; round++)
        {
            byte[] bytes = Fuzzing.Spoil(good, random);
            SpoilInodes(bytes, random);
            try
            {
                using var volume = ErofsVolume.Open(Source.FromBytes(bytes));
                foreach (var entry in volume.Walk())
                    ReadSome(volume, entry);
            }
            catch (FaultException)
            {
            }
        }
    }

    [Fact]
    public void ImagePathsLeadIntoTheVolume()
    {
        RawImage.Write(_temp["whole"], ErofsVolume.Plan(ErofsTrees.Everything()));
        RawImage.Write(_temp["parted"],
            GptDisk.Plan([new(PartitionType.Root(Machine.X64), ErofsVolume.Plan(ErofsTrees.Everything()))]));
        using (var whole = new ImagePath(_temp["whole"], null, "").Open())
        using (var parted = new ImagePath(_temp["parted"], "1", "").Open())
        {
            Assert.IsType<ErofsVolume>(whole);
            Assert.Equal(VolumeListing.Of(whole), VolumeListing.Of(parted));
        }

        var fault = Assert.Throws<FaultException>(() => new ImagePath(_temp["whole"], null, "").OpenForWriting()).Fault;
        Assert.Contains("an EROFS filesystem", fault.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _temp.Dispose();

    private static void ReadSome(ErofsVolume volume, VolumeEntry entry)
    {
        if (entry.Kind != EntryKind.File)
            return;
        using var data = volume.OpenFile(entry);
        var buffer = new byte[Math.Min(data.Length, 200_000)];
        data.ReadAt(0, buffer);
        data.ReadAt(data.Length - buffer.Length, buffer);
    }

    // Most of a volume is data, in which no reader trips over anything.
    private static void SpoilInodes(byte[] bytes, Random random)
    {
        if (bytes.Length < 9000)
            return;
        bytes[ErofsSuperblock.Offset + 8] &= 0xfe;
        for (int i = random.Next(8); i > 0; i--)
            bytes[random.Next(1152, 9000)] = (byte)random.Next(256);
    }

    private static byte[] Planned()
    {
        var plan = ErofsVolume.Plan(ErofsTrees.Everything());
        using var source = Source.Of(plan);
        return source.ReadBytes(0, (int)plan.Length);
    }

    private byte[] Made(string options)
    {
        MakeFolder();
        new RealTool("mkfs.erofs").Run([.. options.Split(' '), _temp["image"], _temp["tree"]]).Accepts();
        return File.ReadAllBytes(_temp["image"]);
    }

    private static void SetTimes(Tree tree, long seconds)
    {
        foreach (var entry in tree.Walk().ToList())
            entry.Attributes = entry.Attributes with { Time = new(seconds) };
    }

    /// <summary>A folder on the host with every kind of file, some that compress well and some that do not.</summary>
    private void MakeFolder()
    {
        new RealTool("sh").Run("-c", $"""
            set -e; mkdir -p {_temp["tree"]}; cd {_temp["tree"]}
            mkdir -p sizes many empty; ln -s target link; mkfifo pipe; cp /bin/sh program; ln program sizes/program2
            for i in $(seq 1 400); do echo "text $i" > many/-file$i; done
            seq 1 300000 > numbers; head -c 3000000 /dev/zero > zeros; cat program numbers program > mixed
            for i in 1 5 9; do setfattr -n user.shared -v same many/-file$i; setfattr -n user.own -v $i many/-file$i; done
            chown 70000:5 numbers; chmod 4711 program
            """).Accepts();
        foreach (int size in ErofsTrees.Sizes)
        {
            File.WriteAllBytes(_temp[$"tree/sizes/random{size}"], TestBytes.Make(size, size));
            File.WriteAllBytes(_temp[$"tree/sizes/same{size}"], [.. Enumerable.Repeat((byte)7, size)]);
        }
    }
}
