using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Bq2.Efi;
using Bq2.Efi.Binary;
using Bq2.Efi.Pe;
using Bq2.Image;

namespace Bq2.Tests.Image;

/// <summary>Hash trees of dm-verity, with veritysetup as the judge.</summary>
public sealed class VerityTests : IDisposable
{
    private readonly TempFolder _temp = new();

    [Fact]
    public void TheSuperblockIsAsLongAsItsSpecification() => Assert.Equal(VeritySuperblock.Size, Unsafe.SizeOf<VeritySuperblock>());

    /// <summary>.NET's hashes, for any number of lanes, and salts about the edges of a piece.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(32)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(256)]
    public void LanesHashAsDotNet(int saltLength)
    {
        byte[] salt = TestBytes.Make(saltLength, 9);
        foreach (int blockSize in (int[])[1, 55, 56, 64, 100, 512, 4096])
        {
            for (int count = 0; count < 20; count++)
            {
                byte[] blocks = TestBytes.Make(blockSize * count, count), hashes = new byte[count * Sha256Lanes.HashSize];
                Sha256Lanes.Hash(salt, blocks, blockSize, hashes);
                Assert.Equal(blocks.Chunk(blockSize).SelectMany(block => SHA256.HashData([.. salt, .. block])), hashes);
            }
        }
    }

    [Needs("veritysetup")]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(128)]          // one block of hashes
    [InlineData(129)]
    [InlineData(128 * 128)]    // one block above 128 of them
    [InlineData(128 * 128 + 1)]
    public void TheTreeIsThatOfVeritysetup(int blocks)
    {
        var data = Some(blocks);
        var verity = VerityTree.Compute(data);
        RawImage.Write(_temp["data"], data);
        RawImage.Write(_temp["hash"], verity.ToRegions());
        RawImage.Write(_temp["both"], verity.Behind(data));

        Verify("data", "hash", verity).Accepts();
        Verify("both", "both", verity, "--hash-offset", $"{data.Length}").Accepts();
        string said = new RealTool("veritysetup").Run("dump", _temp["hash"]).Accepts().Said;
        Assert.Contains($"{blocks}\n", said, StringComparison.Ordinal);

        new RealTool("veritysetup").Run("format", _temp["data"], _temp["theirs"],
            "--salt", Field(said, "Salt:"), "--uuid", Field(said, "UUID:")).Accepts();
        Assert.Equal(File.ReadAllBytes(_temp["theirs"]), File.ReadAllBytes(_temp["hash"]));
    }

    [Needs("veritysetup")]
    [InlineData("data", 0)]
    [InlineData("data", 199 * 4096 + 4095)]
    [InlineData("hash", 88)]               // the salt
    [InlineData("hash", 4096)]             // the root's block
    [InlineData("hash", 2 * 4096 + 31)]
    public void AndVeritysetupWouldHaveSpokenUp(string file, int offset)
    {
        var data = Some(200);
        var verity = VerityTree.Compute(data);
        RawImage.Write(_temp["data"], data);
        RawImage.Write(_temp["hash"], verity.ToRegions());
        Spoil.Flip(_temp[file], offset);

        Verify("data", "hash", verity).Objects();
    }

    [Fact]
    public void TheNumberOfThreadsLeavesNoTrace()
    {
        var data = Some(3000);
        var one = VerityTree.Compute(data, new() { Threads = 1 });
        var many = VerityTree.Compute(data, new() { Threads = 7 });

        Assert.Equal(one.RootHashText, many.RootHashText);
        Assert.Equal(Bytes(one.ToRegions()), Bytes(many.ToRegions()));
        Assert.Equal(one.RootHash.Span[..16].ToArray(), one.DataPartitionId.ToByteArray(bigEndian: true));
        Assert.Equal(one.RootHash.Span[16..].ToArray(), one.HashPartitionId.ToByteArray(bigEndian: true));
    }

    /// <summary>As the Discoverable Partitions Specification has it: by the root hash, both partitions are found.</summary>
    [Fact]
    public void PartitionsAreNamedByTheRootHash()
    {
        var data = Some(300);
        var verity = VerityTree.Compute(data);
        var disk = GptDisk.Plan(
        [
            new(PartitionType.Root(Machine.X64), data) { Id = verity.DataPartitionId },
            new(PartitionType.RootVerity(Machine.X64), verity.ToRegions()) { Id = verity.HashPartitionId },
        ]);

        var found = GptDisk.Read(Source.Of(disk)).Partitions;
        Assert.Equal([verity.DataPartitionId, verity.HashPartitionId], found.Select(each => each.Id));
    }

    [Fact]
    public void SaltAndIdAreAsGiven()
    {
        var id = Guid.Parse("5f0c1b2e-7d3a-4c55-9a0b-1e2d3c4b5a69");
        byte[] bytes = Bytes(VerityTree.Compute(Some(1), new() { Salt = new byte[] { 7, 8 }, Uuid = id }).ToRegions());

        Assert.Equal([2, 0, 0, 0, 0, 0, 0, 0, 7, 8, 0], bytes[80..91]);
        Assert.Equal(id, new Guid(bytes.AsSpan(16, 16), bigEndian: true));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4095)]
    [InlineData(4097)]
    public void WhatIsNotWholeBlocksIsRefused(int length)
    {
        var fault = Assert.Throws<FaultException>(() => VerityTree.Compute(new(length))).Fault;
        Assert.Equal(VolumeFaults.VerityLength, fault.Kind);
    }

    [Fact]
    public void WrongArgumentsAreRefused()
    {
        Assert.Throws<ArgumentException>(() => VerityTree.Compute(Some(1), new() { Salt = new byte[257] }));
        Assert.Throws<ArgumentException>(() => VerityTree.Compute(Some(1)).Behind(Some(2)));
    }

    public void Dispose() => _temp.Dispose();

    /// <summary>Data with a hole and a block of zeros.</summary>
    private static Regions Some(int blocks)
    {
        var regions = new Regions((long)blocks * VerityTree.BlockSize);
        int first = (blocks + 2) / 3 * VerityTree.BlockSize;
        byte[] bytes = TestBytes.Make(first, blocks);
        if (blocks > 10)
            bytes.AsSpan(VerityTree.BlockSize, VerityTree.BlockSize).Clear();
        regions.Add(0, Content.FromBytes(bytes));
        if (blocks > 1)
            regions.Add(regions.Length - 4000, Content.FromBytes(TestBytes.Make(4000)));
        return regions;
    }

    private Outcome Verify(string data, string hash, VerityTree verity, params string[] words) =>
        new RealTool("veritysetup").Run(["verify", _temp[data], _temp[hash], verity.RootHashText, .. words]);

    private static string Field(string said, string name) =>
        said.Split('\n').Single(line => line.StartsWith(name, StringComparison.Ordinal))[name.Length..].Trim();

    private static byte[] Bytes(Regions regions)
    {
        using var source = Source.Of(regions);
        return source.ReadBytes(0, (int)regions.Length);
    }
}
