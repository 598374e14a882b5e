using System.Runtime.InteropServices;
using Bq2.Efi.Binary;
using Bq2.Efi.Boot;
using Bq2.Efi.Uefi;
using Bq2.Image;

namespace Bq2.Tests.Shared;

public sealed class DiskTableTests
{
    private static readonly Regions s_plan =
        GptDisk.Plan([new(PartitionType.Esp, new(1 << 20)), new(PartitionType.ExtendedBoot, new(2 << 20))]);

    private static readonly byte[] s_disk = Disk();

    [Fact]
    public void TheOtherVolumeForBootingIsFoundInATableOfOurs()
    {
        var table = MemoryMarshal.Read<DiskTable>(s_disk.AsSpan(512));

        Assert.Equal(128u * 128, table.RowBytes);
        Assert.True(DiskTableRow.TryFind(Rows(s_disk, table), table.RowSize, DiskTableRow.ExtendedBoot, out var path));
        var found = GptDisk.Read(Source.Of(s_plan)).Partitions[1];
        Assert.Equal((2u, (ulong)found.Offset / 512, (ulong)found.Length / 512),
            (path.PartitionNumber, path.PartitionStart, path.PartitionSize));
        Assert.Equal(found.Id.ToByteArray(), StructBytes.ToBytes(path.Signature));
        Assert.Equal("04012a00", Convert.ToHexStringLower(StructBytes.ToBytes(path)[..4]));
    }

    [Fact]
    public void ATypeThatIsNotThereIsNotFound() =>
        Assert.False(DiskTableRow.TryFind(Rows(s_disk, MemoryMarshal.Read<DiskTable>(s_disk.AsSpan(512))), 128, LoadedImage.Guid, out _));

    [Theory]
    [InlineData(0)]     // the signature
    [InlineData(87)]    // rows of four gigabytes
    [InlineData(84)]    // rows of an odd size
    [InlineData(83)]    // too many
    public void AnInvalidTableHasNoRows(int offset)
    {
        byte[] spoiled = [.. s_disk];
        spoiled[512 + offset] ^= 0xff;

        Assert.Equal(0u, MemoryMarshal.Read<DiskTable>(spoiled.AsSpan(512)).RowBytes);
    }

    [Fact]
    public void SizesAreTheSpecifications()
    {
        Assert.Equal(DiskTable.Size, Marshal.SizeOf<DiskTable>());
        Assert.Equal(DiskTableRow.Size, Marshal.SizeOf<DiskTableRow>());
        Assert.Equal(72, (int)Marshal.OffsetOf<DiskTable>(nameof(DiskTable.RowsLba)));
        Assert.Equal(56, (int)Marshal.OffsetOf<DiskTableRow>(nameof(DiskTableRow.Name0)));
    }

    [Fact]
    public void AGuidIsWrittenAsDotNetDoes()
    {
        var guid = new Guid("bc13c2ff-59e6-4262-a352-b275fd6f7172");
        var writer = new Utf8Writer(new byte[36]);
        GuidText.Write(guid.ToByteArray(), ref writer);

        Assert.Equal(guid.ToString().ToUpperInvariant(), System.Text.Encoding.UTF8.GetString(writer.Written));
        Assert.Equal(guid.ToByteArray(), StructBytes.ToBytes(DiskTableRow.ExtendedBoot));
    }

    [Theory]
    [InlineData("d00dfeed00000030", 0x30, 0x30)]
    [InlineData("d00dfeed00000030", 0x2f, 0)]      // cut off
    [InlineData("d00dfeed00000027", 0x30, 0)]      // shorter than its header
    [InlineData("edfe0dd030000000", 0x30, 0)]
    public void ADeviceTreeSaysHowLongItIs(string hex, int fileSize, uint expected)
    {
        byte[] start = new byte[DeviceTreeHeader.Size];
        Convert.FromHexString(hex).CopyTo(start, 0);

        Assert.Equal(expected, DeviceTreeHeader.Length(start, (ulong)fileSize));
        Assert.Equal(0u, DeviceTreeHeader.Length(start.AsSpan(1), (ulong)fileSize));
    }

    private static ReadOnlySpan<byte> Rows(byte[] disk, DiskTable table) => disk.AsSpan((int)table.RowsLba * 512, (int)table.RowBytes);

    private static byte[] Disk()
    {
        using var stream = new MemoryStream();
        RawImage.Write(stream, s_plan);
        return stream.ToArray();
    }
}
