using System.Runtime.CompilerServices;
using Bq2.Efi;
using Bq2.Image;

namespace Bq2.Tests.Image;

/// <summary>What is planned as EROFS is read back as it was.</summary>
public sealed class ErofsTests
{
    [Fact]
    public void StructsAreAsLongAsTheirSpecification()
    {
        Assert.Equal(ErofsSuperblock.Size, Unsafe.SizeOf<ErofsSuperblock>());
        Assert.Equal(ErofsCompactInode.Size, Unsafe.SizeOf<ErofsCompactInode>());
        Assert.Equal(ErofsExtendedInode.Size, Unsafe.SizeOf<ErofsExtendedInode>());
        Assert.Equal(ErofsDirent.Size, Unsafe.SizeOf<ErofsDirent>());
        Assert.Equal(ErofsXattrHeader.Size, Unsafe.SizeOf<ErofsXattrHeader>());
        Assert.Equal(ErofsXattrEntry.Size, Unsafe.SizeOf<ErofsXattrEntry>());
        Assert.Equal(ErofsPackHeader.Size, Unsafe.SizeOf<ErofsPackHeader>());
    }

    [Fact]
    public void EverythingIsReadBackAsItWas()
    {
        var tree = ErofsTrees.Everything();
        using var volume = Open(tree);

        Assert.Equal(VolumeListing.Of(tree), VolumeListing.Of(volume));
        Assert.All(tree.Walk(), entry => Assert.Equal(entry.File.Kind, volume.Find(entry.Path)!.Kind));
        Assert.Equal((0x1ff, ErofsTrees.Late), (volume.Find("")!.Attributes!.Mode, volume.Find("")!.Attributes!.Time));
        Assert.Null(volume.Find("names/."));
        Assert.Null(volume.Find("names/!!"));
        Assert.Null(volume.Find("names/zzz"));
    }

    [Fact]
    public void AnEmptyTreeIsAVolume()
    {
        using var volume = Open(new());
        Assert.Empty(volume.List());
        Assert.Equal(8192, volume.Length);
    }

    /// <summary>A folder's rows fill a block exactly, or the next name begins another one.</summary>
    [Theory]
    [InlineData(4096 - 1)]
    [InlineData(4096)]
    [InlineData(4096 + 1)]
    [InlineData(4096 + 100)]
    public void AFolderOfAnyLengthIsReadBack(int length)
    {
        const int dots = 2 * ErofsDirent.Size + 3, name = 100;
        int whole = (length - dots) / (ErofsDirent.Size + name), rest = (length - dots) % (ErofsDirent.Size + name) - ErofsDirent.Size;
        var tree = new Tree();
        for (int i = 0; i < whole; i++)
            tree.AddFile($"f/{i.ToString("D4", null)}{new string('n', name - 4)}", Content.Empty);
        tree.AddFile($"f/{new string('z', rest)}", Content.Empty);
        using var volume = Open(tree);

        Assert.Equal(VolumeListing.Of(tree), VolumeListing.Of(volume));
        Assert.All(tree.Walk(), entry => Assert.NotNull(volume.Find(entry.Path)));
    }

    [Fact]
    public void AFolderOfManyFilesIsSearched()
    {
        var tree = new Tree();
        for (int i = 0; i < 18_000; i++)
            tree.AddFile($"many/-{i}", Content.Empty);
        using var volume = Open(tree);

        Assert.Equal(18_000, volume.List("many").Count);
        for (int i = 0; i < 18_000; i += 7)
            Assert.NotNull(volume.Find($"many/-{i}"));
    }

    [Fact]
    public void AFileWithHolesTakesNoMoreThanItsData()
    {
        var regions = new Regions(5L << 30);
        regions.Add(1 << 20, Content.FromBytes(TestBytes.Make(9000)));
        regions.Add((5L << 30) - 5, Content.FromBytes(TestBytes.Make(5)));
        var tree = new Tree();
        tree.AddFile("sparse", Content.FromRegions(regions));
        tree.AddFile("empty", Content.FromRegions(new(1L << 40)));
        var plan = ErofsVolume.Plan(tree);
        using var volume = ErofsVolume.Open(Source.Of(plan));
        using var sparse = volume.OpenFile("sparse");
        using var empty = volume.OpenFile("empty");

        Assert.True(plan.Length < 1 << 20, $"{plan.Length} bytes");
        Assert.Equal((5L << 30, 1L << 40), (sparse.Length, empty.Length));
        Assert.Equal(TestBytes.Make(9000), sparse.ReadBytes(1 << 20, 9000));
        Assert.Equal([0, .. TestBytes.Make(5)], sparse.ReadBytes((5L << 30) - 6, 6));
        Assert.Equal(new byte[100], sparse.ReadBytes(3L << 30, 100));
        Assert.Equal(2, sparse.DataRuns().Count());
        Assert.Empty(empty.DataRuns());
    }

    [Theory]
    [InlineData(4096, 8192)]
    [InlineData(5000, 3)]
    [InlineData(100_000, 70_000)]
    public void HolesAreWhereTheyWere(int hole, int data)
    {
        var regions = new Regions(30L * (hole + data) + 17);
        for (int i = 0; i < 30; i++)
            regions.Add((long)i * (hole + data) + hole, Content.FromBytes(TestBytes.Make(data, i)));
        var tree = new Tree();
        tree.AddFile("sparse", Content.FromRegions(regions));
        using var volume = Open(tree);

        Assert.Equal(VolumeListing.Of(tree), VolumeListing.Of(volume));
        Assert.True(volume.Length < regions.Length + 8192);
    }

    [Fact]
    public void ASharedAttributeIsStoredOnce()
    {
        var tree = new Tree();
        byte[] value = TestBytes.Make(5000);
        for (int i = 0; i < 100; i++)
            tree.AddFile($"{i}", Content.Empty, new() { Xattrs = new Dictionary<string, byte[]> { ["user.label"] = value } });
        using var volume = Open(tree);

        Assert.True(volume.Length < 25_000, $"{volume.Length} bytes");
        Assert.Equal(VolumeListing.Of(tree), VolumeListing.Of(volume));
    }

    [Fact]
    public void LabelUuidAndTimeAreAsGiven()
    {
        var id = Guid.Parse("5f0c1b2e-7d3a-4c55-9a0b-1e2d3c4b5a69");
        var tree = new Tree();
        tree.AddFile("a", Content.Empty);
        var plan = ErofsVolume.Plan(tree, new() { Label = "sixteen bytes ok", Uuid = id, Time = ErofsTrees.Late });
        using var volume = ErofsVolume.Open(Source.Of(plan));

        Assert.Equal(("sixteen bytes ok", id, ErofsTrees.Late), (volume.ReadLabel(), volume.Uuid, volume.Time));
        Assert.Equal(ErofsTrees.Late, volume.Find("a")!.Attributes!.Time);
    }

    [Fact]
    public void TheSameTreeMakesTheSameBytes()
    {
        byte[] one = Bytes(ErofsVolume.Plan(ErofsTrees.Everything())), other = Bytes(ErofsVolume.Plan(ErofsTrees.Everything()));
        Assert.Equal(one, other);

        using Volume first = Open(new()), second = Open(ErofsTrees.Everything());
        Assert.NotEqual(((ErofsVolume)first).Uuid, ((ErofsVolume)second).Uuid);
    }

    /// <summary>The bytes are generated: any cut must give the same ones.</summary>
    [Theory]
    [InlineData(512)]
    [InlineData(1000)]
    [InlineData(4097)]
    public void AnyPieceReadsAsTheWhole(int step)
    {
        var plan = ErofsVolume.Plan(ErofsTrees.Everything());
        byte[] whole = Bytes(plan), pieces = new byte[whole.Length];
        using var source = Source.Of(plan);
        for (int at = 0; at < pieces.Length; at += step)
            source.ReadAt(at, pieces.AsSpan(at, Math.Min(step, pieces.Length - at)));

        Assert.Equal(whole, pieces);
    }

    public static TheoryData<string, Action<Tree>> Refused => new()
    {
        { "the name has 256 bytes", tree => tree.AddFile(new string('n', 256), Content.Empty) },
        { "extended attribute system.nfs4_acl", tree => AddXattr(tree, "system.nfs4_acl", 1) },
        { "has 65,536 bytes", tree => AddXattr(tree, "user.a", 65_536) },
        { "has 1 bytes; EROFS stores names up to 255 bytes", tree => AddXattr(tree, "user." + new string('a', 256), 1) },
        { "the number 4096:0", tree => tree.AddDevice("d", EntryKind.BlockDevice, new(4096, 0)) },
        { "the number 1:1048576", tree => tree.AddDevice("d", EntryKind.BlockDevice, new(1, 1 << 20)) },
        { "more than the 4,294,967,295 blocks", tree => tree.AddFile("f", Content.FromDelegate(1L << 44, (_, _) => { })) },
    };

    [Theory, MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public void WhatErofsCannotStoreIsRefused(string reason, Action<Tree> add)
    {
        var tree = new Tree();
        add(tree);

        var fault = Assert.Throws<FaultException>(() => ErofsVolume.Plan(tree)).Fault;
        Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("seventeen bytes..")]
    [InlineData("nul\0")]
    public void ALabelThatDoesNotFitIsRefused(string label)
    {
        var fault = Assert.Throws<FaultException>(() => ErofsVolume.Plan(new(), new() { Label = label })).Fault;
        Assert.Equal(VolumeFaults.ErofsLabel, fault.Kind);
    }

    private static void AddXattr(Tree tree, string name, int length) =>
        tree.AddFile("f", Content.Empty, new() { Xattrs = new Dictionary<string, byte[]> { [name] = new byte[length] } });

    private static ErofsVolume Open(Tree tree) => ErofsVolume.Open(Source.Of(ErofsVolume.Plan(tree)));

    private static byte[] Bytes(Regions plan)
    {
        using var source = Source.Of(plan);
        return source.ReadBytes(0, (int)plan.Length);
    }
}
