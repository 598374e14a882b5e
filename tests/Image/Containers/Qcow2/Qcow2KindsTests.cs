using Bq2.Efi;
using Bq2.Image;

namespace Bq2.Tests.Image;

/// <summary>Every kind of image that can be asked for, before QEMU as the judge.</summary>
public sealed class Qcow2KindsTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public static TheoryData<int, int, Qcow2Compression?, Preallocation> Kinds()
    {
        var kinds = new TheoryData<int, int, Qcow2Compression?, Preallocation>();
        foreach (int version in (int[])[2, 3])
        {
            foreach (int cluster in (int[])[512, 4096, 65536, 2 << 20])
            {
                foreach (var preallocation in Enum.GetValues<Preallocation>())
                    kinds.Add(version, cluster, null, preallocation);
                kinds.Add(version, cluster, Qcow2Compression.Zlib, Preallocation.Off);
                if (version == 3)
                    kinds.Add(version, cluster, Qcow2Compression.Zstd, Preallocation.Off);
            }
        }

        return kinds;
    }

    [Needs("qemu-img")]
    [MemberData(nameof(Kinds))]
    public void QemuAcceptsAndReadsEveryKind(int version, int cluster, Qcow2Compression? compression, Preallocation preallocation)
    {
        byte[] disk = MixedContent.Bytes((6 << 20) + 1536);
        File.WriteAllBytes(_temp["raw"], disk);
        var options = new Qcow2Options { Version = version,
            ClusterSize = cluster, Compression = compression, Preallocation = preallocation };

        var summary = Qcow2Image.Write(_temp["qcow2"], MixedContent.RegionsOf(disk), options);

        RealTool.QemuImg.Run("check", "-f", "qcow2", _temp["qcow2"]).Accepts();
        RealTool.QemuImg.Run("compare", "-f", "raw", "-F", "qcow2", _temp["raw"], _temp["qcow2"]).Accepts();
        Assert.Equal(summary.FileSize, new FileInfo(_temp["qcow2"]).Length);
        string info = RealTool.QemuImg.Run("info", "--output=json", _temp["qcow2"]).Said;
        Assert.Contains(version == 2 ? "\"compat\": \"0.10\"" : "\"compat\": \"1.1\"", info, StringComparison.Ordinal);
        if (preallocation is Preallocation.Falloc or Preallocation.Full)
            Assert.InRange(DiskInfo.Of(_temp["qcow2"]).ActualSize, disk.Length, long.MaxValue);
    }

    [Needs("qemu-img")]
    [InlineData(Qcow2Compression.Zlib)]
    [InlineData(Qcow2Compression.Zstd)]
    public void QemuObjectsToASpoiledByte(Qcow2Compression compression)
    {
        byte[] disk = MixedContent.Bytes(6 << 20);
        File.WriteAllBytes(_temp["raw"], disk);
        Qcow2Image.Write(_temp["good"], MixedContent.RegionsOf(disk), new() { Compression = compression });
        const int l1 = 65536, count = 3 * 65536 + 5 * 2, l2 = 4 * 65536, data = 5 * 65536;

        foreach (int offset in (int[])[l1, count, l2])
        {
            Spoiled(offset, 0x80);
            RealTool.QemuImg.Run("check", "-f", "qcow2", _temp["bad"]).Objects();
        }

        Spoiled(data + 100, 0x55);
        RealTool.QemuImg.Run("compare", "-f", "raw", "-F", "qcow2", _temp["raw"], _temp["bad"]).Objects();
    }

    [Theory]
    [InlineData(1, null, Preallocation.Off, "QCW030")]
    [InlineData(2, Qcow2Compression.Zstd, Preallocation.Off, "QCW031")]
    [InlineData(3, Qcow2Compression.Zlib, Preallocation.Metadata, "QCW032")]
    public void WhatTheFormatCannotDoIsRefused(int version, Qcow2Compression? compression, Preallocation preallocation, string code)
    {
        var options = new Qcow2Options { Version = version, Compression = compression, Preallocation = preallocation };
        var thrown = Assert.Throws<FaultException>(() => Qcow2Image.Write(_temp["a"], new(512), options));

        Assert.Equal(code, thrown.Fault.Code);
        Assert.Empty(Directory.GetFiles(_temp.Path));
    }

    public void Dispose() => _temp.Dispose();

    private void Spoiled(int offset, byte mask)
    {
        File.Copy(_temp["good"], _temp["bad"], overwrite: true);
        Spoil.Flip(_temp["bad"], offset, mask);
    }
}
