using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Bq2.Efi.Binary;
using Bq2.Efi.Boot;
using Bq2.Efi.Linux;

namespace Bq2.Tests.Shared.Linux;

public sealed class VerityHeaderTests
{
    private const string Hash = "00112233445566778899aabbccddeeff0123456789abcdeffedcba9876543210";

    [Needs("veritysetup")]
    [InlineData("4096", "4096", "")]
    [InlineData("512", "1024", "0011")]
    [InlineData("1024", "4096", "-")]
    public void TheTableHasWhatVeritysetupDumps(string dataBlock, string hashBlock, string salt)
    {
        using var temp = new TempFolder();
        File.WriteAllBytes(temp["data"], new byte[1 << 20]);
        string[] more = salt == "" ? [] : ["--salt", salt];
        new RealTool("veritysetup").Run(
            ["format", temp["data"], temp["hashes"], "--data-block-size", dataBlock, "--hash-block-size", hashBlock, .. more]).Accepts();
        var dump = new RealTool("veritysetup").Run("dump", temp["hashes"]).Accepts().Said.Split('\n')
            .Select(line => line.Split(':', 2)).Where(parts => parts.Length == 2).ToDictionary(parts => parts[0], parts => parts[1].Trim());

        var header = MemoryMarshal.Read<VerityHeader>(File.ReadAllBytes(temp["hashes"]));
        var line = new Utf8Writer(new byte[1000]);
        header.WriteTable("259:1"u8, "259:2"u8, "abcd"u8, ref line);

        Assert.True(header.IsSound);
        Assert.Equal(1ul << 11, header.Sectors);
        Assert.Equal(
            $"{dump["Hash type"]} 259:1 259:2 {dataBlock} {hashBlock} {dump["Data blocks"]} 1 {dump["Hash algorithm"]} abcd {dump["Salt"]}",
            Encoding.UTF8.GetString(line.Written));
    }

    [Fact]
    public void AnotherHeaderIsNone()
    {
        var good = new VerityHeader
        {
            Signature = VerityHeader.Verity,
            Version = 1,
            HashType = 1,
            DataBlockSize = 4096,
            HashBlockSize = 4096,
            DataBlocks = 1,
            SaltLength = 256,
        };

        Assert.True(good.IsSound);
        Assert.False((good with { Signature = 1 }).IsSound);
        Assert.False((good with { Version = 2 }).IsSound);
        Assert.False((good with { HashType = 2 }).IsSound);
        Assert.False((good with { DataBlockSize = 4095 }).IsSound);
        Assert.False((good with { DataBlockSize = 0 }).IsSound);
        Assert.False((good with { HashBlockSize = 1 << 17 }).IsSound);
        Assert.False((good with { DataBlocks = 0 }).IsSound);
        Assert.False((good with { DataBlocks = ulong.MaxValue }).IsSound);
        Assert.False((good with { SaltLength = 257 }).IsSound);
    }

    [Fact]
    public void ARootHashNamesItsPartitions()
    {
        var data = new Utf8Writer(new byte[36]);
        var hashes = new Utf8Writer(new byte[36]);
        RootHash.WriteDataId(Encoding.UTF8.GetBytes(Hash), ref data);
        RootHash.WriteHashId(Encoding.UTF8.GetBytes(Hash), ref hashes);

        Assert.Equal("00112233-4455-6677-8899-aabbccddeeff", Encoding.UTF8.GetString(data.Written));
        Assert.Equal("01234567-89ab-cdef-fedc-ba9876543210", Encoding.UTF8.GetString(hashes.Written));
        Assert.True(RootHash.IsSound(Encoding.UTF8.GetBytes(Hash)));
        Assert.False(RootHash.IsSound(Encoding.UTF8.GetBytes(Hash[2..])));
        Assert.False(RootHash.IsSound(Encoding.UTF8.GetBytes(Hash + "0")));
        Assert.False(RootHash.IsSound(Encoding.UTF8.GetBytes("g" + Hash[1..])));
    }

    /// <summary>Against the kernel's headers, as an x86-64 and an AArch64 compiler lay them out.</summary>
    [Fact]
    public void StructsAreAsLongAsTheirSpecification()
    {
        Assert.Equal(VerityHeader.Size, Unsafe.SizeOf<VerityHeader>());
        Assert.Equal(88, (int)Marshal.OffsetOf<VerityHeader>(nameof(VerityHeader.Salt)));
        Assert.Equal(MapperHeader.Size, Unsafe.SizeOf<MapperHeader>());
        Assert.Equal(40, (int)Marshal.OffsetOf<MapperHeader>(nameof(MapperHeader.Device)));
        Assert.Equal(176, (int)Marshal.OffsetOf<MapperHeader>(nameof(MapperHeader.IdAndData)));
        Assert.Equal(MapperTarget.Size, Unsafe.SizeOf<MapperTarget>());
        Assert.Equal(24, Unsafe.SizeOf<PartitionCall>());
        Assert.Equal(PartitionPlace.Size, Unsafe.SizeOf<PartitionPlace>());
        Assert.Equal(0xc138fd03, (uint)MapperHeader.Request(MapperCall.Create));
        Assert.Equal((254u, 0x1_2345u), Numbers(new() { Device = 0x1230_fe45 }));
        Assert.Equal("verity", Encoding.UTF8.GetString(StructBytes.ToBytes(VerityHeader.Verity)).TrimEnd('\0'));
    }

    private static (uint, uint) Numbers(in MapperHeader header) => (header.Major, header.Minor);
}
