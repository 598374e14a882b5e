namespace Bq2.Image;

/// <summary>What a root file system adds to a disk: partitions, and to the boot entry a kernel, an initrd and a command line.</summary>
internal sealed partial class RootPlan
{
    private const int PartitionUnit = 1 << 20;

    // Of a partition, by the Discoverable Partitions Specification.
    private const ulong ReadOnly = 1ul << 60;

    private readonly BootDisk _disk;
    private readonly RootVolume _root;
    private readonly byte[] _seed;
    private readonly KernelChoice? _found;
    private readonly Content _kernel;
    private readonly string _verity = "";

    public RootPlan(BootDisk disk, RootVolume root, byte[] seed)
    {
        (_disk, _root, _seed) = (disk, root, seed);
        _found = KernelChoice.Of(root.Files, root.KernelVersion);
        _kernel = disk.Kernel ?? _found?.Kernel.Content ?? throw KernelChoice.Missing(root.KernelVersion);
        var volume = Volume();
        if (!root.Verity)
        {
            Partitions = [new(PartitionType.Root(disk.Machine), volume) { Id = RootId }];
            return;
        }

        var hashes = VerityTree.Compute(volume, new()
        {
            Salt = DerivedId.Bytes(seed, "verity-salt"),
            Uuid = DerivedId.Guid(seed, "verity-uuid"),
        });
        _verity = "roothash=" + hashes.RootHashText;
        Partitions =
        [
            new(PartitionType.Root(disk.Machine), volume) { Id = hashes.DataPartitionId, Attributes = ReadOnly },
            new(PartitionType.RootVerity(disk.Machine), hashes.ToRegions())
            {
                Id = hashes.HashPartitionId,
                Attributes = ReadOnly,
            },
        ];
    }

    /// <summary>The root's own partition, and that of its hashes.</summary>
    public IReadOnlyList<Partition> Partitions { get; }

    private Guid RootId => DerivedId.Guid(_seed, "root-partition");

    private string FileSystem => _root.Kind == RootKind.Ext4 ? "ext4" : "erofs";

    /// <summary>The disk with what was not given and is in the root: kernel, initrd, title and command line.</summary>
    public BootDisk Complete() => _disk with
    {
        Root = null,
        Kernel = _kernel,
        Initrds = _disk.Initrds.Count > 0 ? _disk.Initrds : Initrds(),
        Title = _disk.Title == BootDisk.UsualTitle ? Name() ?? _disk.Title : _disk.Title,
        CommandLine = CommandLine(),
    };

    private Regions Volume() => _root.Kind == RootKind.Ext4
        ? Ext4Volume.Plan(_root.Files, new()
        {
            Size = _root.Size,
            Label = "root",
            Uuid = DerivedId.Guid(_seed, "root-uuid"),
            Time = _disk.Time,
            HasJournal = !_root.Verity,
        })
        : Padded(ErofsVolume.Plan(_root.Files, new()
        {
            Label = "root",
            Uuid = DerivedId.Guid(_seed, "root-uuid"),
            Time = _disk.Time,
        }));

    private Regions Padded(Regions volume)
    {
        if (_root.Size is not { } size)
            return volume;
        if (size < volume.Length)
        {
            throw Failure.Of(TreeFaults.RootTooLarge,
                $"the root file system has {volume.Length:N0} bytes, more than the {size:N0} that it may have");
        }

        var padded = new Regions(size / PartitionUnit * PartitionUnit);
        padded.Add(0, volume);
        return padded;
    }

    // The distribution's own initrd knows its usual root; but not how to check hashes, or to grow.
    private IReadOnlyList<Content> Initrds()
    {
        if (_found?.Initrd is { } own && _root is { Kind: RootKind.Ext4, Verity: false, Grow: false })
            return [own.Content!];

        var options = new InitrdOptions
        {
            // A kernel whose drivers are all built in has no modules.
            KernelVersion = (_root.KernelVersion ?? _found?.Version) is { } version ? ModuleFolder.VersionIn(_root.Files, version) : null,
            RootFileSystem = FileSystem,
            Verity = _root.Verity,
        };
        var initrd = Initrd.Plan(_root.Files, _disk.Machine, options);
        return [Content.FromRegions(Initrd.Pack(initrd, _disk.Time))];
    }
}
