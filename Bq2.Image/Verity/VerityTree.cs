using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>
/// The hashes by which the kernel's dm-verity checks each block of a volume when it is read: a hash for each block of 4 KiB, hashes of the
/// blocks with these, and so on up to the root hash, which a kernel must be told in a trusted way. In the form that veritysetup makes:
/// format 1, SHA-256, blocks of 4096 bytes.
/// </summary>
/// <example>
/// <code>
/// var root = ErofsVolume.Plan(tree);
/// var verity = VerityTree.Compute(root);
/// var disk = GptDisk.Plan(
/// [
///     new(PartitionType.Root(Machine.X64), root) { Id = verity.DataPartitionId },
///     new(PartitionType.RootVerity(Machine.X64), verity.ToRegions()) { Id = verity.HashPartitionId },
/// ]);
/// string commandLine = $"roothash={verity.RootHashText}";
/// </code>
/// </example>
public sealed class VerityTree
{
    /// <summary>The size of blocks, of data and of hashes.</summary>
    public const int BlockSize = 4096;

    private const int InBlock = BlockSize / Sha256Lanes.HashSize;

    private readonly byte[] _salt;
    private readonly Guid _uuid;
    private readonly long _dataBlocks;

    // The hashes of the data's blocks, then those of each level above; the last level has one block.
    private readonly List<byte[]> _levels;

    private VerityTree(long dataBlocks, byte[] salt, Guid uuid, List<byte[]> levels, byte[] rootHash)
    {
        (_dataBlocks, _salt, _uuid, _levels) = (dataBlocks, salt, uuid, levels);
        RootHash = rootHash;
    }

    /// <summary>The hash that stands for all of the data.</summary>
    public ReadOnlyMemory<byte> RootHash { get; }

    /// <summary>The same in hexadecimal, as veritysetup and the kernel's command line take it.</summary>
    public string RootHashText => Convert.ToHexStringLower(RootHash.Span);

    /// <summary>
    /// The id that the partition with the data must have for systemd to find it by the root hash: its first half.
    /// </summary>
    public Guid DataPartitionId => new(RootHash.Span[..16], bigEndian: true);

    /// <summary>The same for the partition with the hashes: the second half.</summary>
    public Guid HashPartitionId => new(RootHash.Span[16..], bigEndian: true);

    /// <summary>
    /// Reads all of a planned volume, and hashes it on all cores. This takes 8 MiB of memory for each GiB. Reports the progress in the
    /// volume in bytes.
    /// </summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static VerityTree Compute(
        Regions data, VerityOptions? options = null, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        options ??= new();
        if (data.Length == 0 || data.Length % BlockSize != 0)
        {
            throw Failure.Of(VolumeFaults.VerityLength,
                $"dm-verity checks whole blocks of {BlockSize} bytes, and there are {data.Length:N0} bytes");
        }

        byte[] seed = SeedOf(data), salt = options.Salt?.ToArray() ?? DerivedId.Bytes(seed, "verity-salt");
        if (salt.Length > VeritySuperblock.MaxSalt)
            throw new ArgumentException($"a salt has up to {VeritySuperblock.MaxSalt} bytes", nameof(options));

        var levels = new List<byte[]> { VerityHasher.HashesOf(data, salt, options.Threads, progress, cancellation) };
        while (levels[^1].Length > Sha256Lanes.HashSize)
        {
            levels[^1] = WholeBlocks(levels[^1]);
            levels.Add(Above(levels[^1], salt));
        }

        byte[] root = levels[^1];
        levels.RemoveAt(levels.Count - 1);
        return new(data.Length / BlockSize, salt, options.Uuid ?? DerivedId.Guid(seed, "verity-uuid"), levels, root);
    }

    /// <summary>What to write beside the data, such as to a partition: a superblock, then the hashes from the root down.</summary>
    public Regions ToRegions()
    {
        var regions = new Regions(BlockSize + _levels.Sum(level => (long)level.Length));
        regions.Add(0, Content.FromBytes(StructBytes.ToBytes(Superblock())));
        long end = BlockSize;
        foreach (byte[] level in Enumerable.Reverse(_levels))
        {
            regions.Add(end, Content.FromBytes(level));
            end += level.Length;
        }

        return regions;
    }

    /// <summary>
    /// The data and the hashes on one device, where veritysetup takes the length of the data as --hash-offset.
    /// </summary>
    public Regions Behind(Regions data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.Length != _dataBlocks * BlockSize)
            throw new ArgumentException("these are not the data that were hashed", nameof(data));

        var hashes = ToRegions();
        var both = new Regions(data.Length + hashes.Length);
        both.Add(0, data);
        both.Add(data.Length, hashes);
        return both;
    }

    private VeritySuperblock Superblock()
    {
        var superblock = new VeritySuperblock
        {
            Version = 1,
            HashType = 1,
            DataBlockSize = BlockSize,
            HashBlockSize = BlockSize,
            DataBlocks = (ulong)_dataBlocks,
            SaltLength = (ushort)_salt.Length,
        };
        "verity"u8.CopyTo(superblock.Signature);
        "sha256"u8.CopyTo(superblock.Algorithm);
        _salt.CopyTo(superblock.Salt);
        _uuid.TryWriteBytes(superblock.Uuid, bigEndian: true, out _);
        return superblock;
    }

    // The first block has the volume's own id.
    private static byte[] SeedOf(Regions data)
    {
        var block = new byte[BlockSize];
        using var source = Source.Of(data);
        source.ReadAt(0, block);
        return Digest.OfSha256(block);
    }

    private static byte[] WholeBlocks(byte[] hashes)
    {
        Array.Resize(ref hashes, checked((int)Align.Up((long)hashes.Length, BlockSize)));
        return hashes;
    }

    private static byte[] Above(byte[] level, byte[] salt)
    {
        var hashes = new byte[level.Length / InBlock];
        Sha256Lanes.Hash(salt, level, BlockSize, hashes);
        return hashes;
    }
}
