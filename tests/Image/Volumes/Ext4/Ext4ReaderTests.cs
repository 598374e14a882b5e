using System.Globalization;
using Bq2.Efi;
using Bq2.Image;

namespace Bq2.Tests.Image;

/// <summary>Volumes that mke2fs and debugfs made, read by us.</summary>
public sealed class Ext4ReaderTests : IDisposable
{
    private readonly TempFolder _temp = new();

    private string Disk => _temp["disk"];

    [Needs("mke2fs")]
    [InlineData("ext4", "-t ext4")]
    [InlineData("ext4", "-t ext4 -b 1024")]
    [InlineData("ext4", "-t ext4 -b 2048 -O ^metadata_csum")]
    [InlineData("ext4", "-t ext4 -O ^metadata_csum,uninit_bg")]
    [InlineData("ext4", "-t ext4 -O ^extent,^64bit")]
    [InlineData("ext4", "-t ext4 -O ^extent,^64bit -b 1024")]
    [InlineData("ext4", "-t ext4 -O ^64bit,^flex_bg,^resize_inode")]
    [InlineData("ext4", "-t ext4 -O meta_bg,^resize_inode -b 1024")]
    [InlineData("ext4", "-t ext4 -O inline_data")]
    [InlineData("ext4", "-t ext4 -O inline_data,^metadata_csum -b 1024")]
    [InlineData("ext4", "-t ext4 -O inline_data -I 1024")]
    [InlineData("ext4", "-t ext4 -O large_dir,mmp,project,quota")]
    [InlineData("ext4", "-t ext4 -O metadata_csum_seed,sparse_super2")]
    [InlineData("ext4", "-t ext4 -O encrypt,casefold,verity,stable_inodes")]
    [InlineData("ext4", "-t ext4 -O ^filetype,^dir_index")]
    [InlineData("ext4", "-t ext4 -I 128 -O ^metadata_csum")]
    [InlineData("ext3", "-t ext3")]
    [InlineData("ext2", "-t ext2 -b 1024")]
    [InlineData("ext2", "-t ext2 -O ^sparse_super,^filetype,^resize_inode")]
    [InlineData("ext2", "-t ext2 -r 0")]
    public void WhatMke2fsWroteWeRead(string kind, string words)
    {
        string tree = MakeTree();
        using (var disk = File.Create(Disk))
            disk.SetLength(300 << 20);
        Ext4Judges.Mke2fs.Run(["-q", "-d", tree, "-L", "theirs", .. words.Split(' '), Disk]).Accepts();

        using var volume = FileSystem.Open(DiskImage.Open(Disk));
        Assert.Equal((kind, "theirs"), (volume.Kind, words.Contains("-r 0", StringComparison.Ordinal) ? "theirs" : volume.ReadLabel()));
        AssertSame(Tree.FromFolder(tree), volume);
        Assert.Empty(volume.Faults);
    }

    /// <summary>mke2fs makes no index; e2fsck -D does.</summary>
    [Needs("mke2fs e2fsck")]
    [InlineData("-t ext4 -b 1024")]
    [InlineData("-t ext3 -b 4096")]
    public void TheirIndexedFoldersAreRead(string words)
    {
        string[] names = [.. Enumerable.Range(0, 1000).Select(i => $"a name that is rather long {i}")];
        Directory.CreateDirectory(_temp["small/many"]);
        foreach (string name in names)
            File.WriteAllText(_temp["small/many/" + name], "");
        MakeTheirs(words);
        Assert.InRange(Ext4Judges.E2fsck.Run("-fyD", Disk).ExitCode, 0, 1);
        Assert.Contains("Root node", Ext4Judges.Ask(Disk, "htree_dump /many"), StringComparison.Ordinal);

        using var volume = Ext4Volume.Open(DiskImage.Open(Disk));
        Assert.Equal(names.Order(StringComparer.Ordinal), volume.List("many").Select(entry => entry.Name).Order(StringComparer.Ordinal));
        Assert.Empty(volume.Faults);
    }

    [Needs("mke2fs debugfs")]
    [InlineData("-t ext4 -b 4096", "ea_set -f VALUE /text user.large", 3000)]
    [InlineData("-t ext4", "ea_set -f VALUE /text user.small", 5)]
    [InlineData("-t ext4 -I 1024", "ea_set -f VALUE /text security.capability", 500)]
    [InlineData("-t ext2 -b 1024", "ea_set -f VALUE /text trusted.x", 300)]
    public void TheirAttributesAreRead(string words, string request, int length)
    {
        MakeTheirs(words);
        File.WriteAllBytes(_temp["VALUE"], TestBytes.Make(length));
        Ext4Judges.Debugfs.Run("-w", "-R", request.Replace("VALUE", _temp["VALUE"], StringComparison.Ordinal), Disk).Accepts();

        using var volume = Ext4Volume.Open(DiskImage.Open(Disk));
        Assert.Equal([request.Split(' ')[^1]], volume.Find("text")!.Attributes!.Xattrs.Keys);
        Assert.Equal(TestBytes.Make(length), volume.Find("text")!.Attributes!.Xattrs.Values.Single());
    }

    [Needs("mke2fs debugfs")]
    [InlineData("-t ext4 -O ea_inode", 30_000)]
    public void AnAttributeInAnInodeOfItsOwnIsNamed(string words, int length)
    {
        MakeTheirs(words);
        File.WriteAllBytes(_temp["value"], TestBytes.Make(length));
        Ext4Judges.Debugfs.Run("-w", "-R", $"ea_set -f {_temp["value"]} /text user.huge", Disk).Accepts();

        using var volume = Ext4Volume.Open(DiskImage.Open(Disk));
        Assert.Empty(volume.Find("text")!.Attributes!.Xattrs);
        var fault = Assert.Single(volume.Faults);
        Assert.Equal("EXT017", fault.Code);
        Assert.Contains("user.huge", fault.Message, StringComparison.Ordinal);
    }

    [Needs("mke2fs debugfs")]
    [InlineData("feature bigalloc", "EXT011", "bigalloc")]
    [InlineData("feature journal_dev", "EXT011", "JournalDevice")]
    [InlineData("ssv log_block_size 9", "EXT010", "blocks of 2^19 bytes")]
    [InlineData("ssv blocks_count 1000000", "EXT010", "1,000,000 blocks")]
    [InlineData("ssv blocks_per_group 0", "EXT010", "groups of 0 blocks")]
    [InlineData("ssv inode_size 300", "EXT010", "inodes of 300 bytes")]
    public void VolumesThatCannotBeReadAreRefusedWithAReason(string request, string code, string text)
    {
        MakeTheirs("-t ext4 -O ^metadata_csum,^has_journal");
        Ext4Judges.Debugfs.Run("-w", "-R", request, Disk).Accepts();

        var fault = Assert.Throws<FaultException>(() => Ext4Volume.Open(DiskImage.Open(Disk))).Fault;
        Assert.Equal(code, fault.Code);
        Assert.Contains(text, fault.Message, StringComparison.Ordinal);
    }

    [Needs("mke2fs debugfs")]
    [InlineData("-t ext4")]
    public void AJournalThatWasNotReplayedIsAFault(string words)
    {
        MakeTheirs(words);
        Ext4Judges.Debugfs.Run("-w", "-R", "feature needs_recovery", Disk).Accepts();

        using var volume = Ext4Volume.Open(DiskImage.Open(Disk));
        Assert.Equal("EXT016", Assert.Single(volume.Faults).Code);
        Assert.Equal("text\n"u8, volume.Read("text"));
    }

    [Needs("mke2fs debugfs")]
    [InlineData("-t ext4 -O encrypt", "sif /folder flags 0x80800")]
    public void AnEncryptedFolderIsAFault(string words, string request)
    {
        MakeTheirs(words);
        Ext4Judges.Debugfs.Run("-w", "-R", request, Disk).Accepts();

        using var volume = Ext4Volume.Open(DiskImage.Open(Disk));
        Assert.DoesNotContain(volume.Walk(), entry => entry.Path.StartsWith("folder/", StringComparison.Ordinal));
        Assert.Contains(volume.Faults, fault => fault.Code == "EXT018");
    }

    [Needs("mke2fs debugfs")]
    [InlineData("ln / /folder/loop", "EXT015")]
    [InlineData("ln /folder /folder/again", "EXT015")]
    public void AFolderWithinItselfIsAFaultAndNotForEver(string request, string code)
    {
        MakeTheirs("-t ext4");
        Ext4Judges.Debugfs.Run("-w", "-R", request, Disk).Accepts();

        using var volume = Ext4Volume.Open(DiskImage.Open(Disk));
        Assert.Equal(code, Assert.Throws<FaultException>(() => volume.Walk().Count()).Fault.Code);
    }

    [Needs("mke2fs debugfs")]
    [InlineData("")]
    public void UnwrittenBlocksReadAsZeros(string folder)
    {
        MakeTheirs("-t ext4");
        File.WriteAllBytes(_temp["new"], TestBytes.Make(10_000));
        Ext4Judges.Debugfs.Run("-w", "-R", $"write {_temp["new"]} new", Disk).Accepts();
        Ext4Judges.Debugfs.Run("-w", "-R", "fallocate /new 10 20", Disk).Accepts();
        Ext4Judges.Debugfs.Run("-w", "-R", "sif /new size 86016", Disk).Accepts();

        using var volume = Ext4Volume.Open(DiskImage.Open(Disk));
        byte[] bytes = volume.Read(folder + "new");
        Assert.Equal(TestBytes.Make(10_000), bytes[..10_000]);
        Assert.Equal(21 * 4096, bytes.Length);
        Assert.DoesNotContain(bytes[10_000..], value => value != 0);
    }

    [Needs("mke2fs")]
    [InlineData("-t ext4")]
    public void NothingIsFoundWhereNothingIs(string words)
    {
        MakeTheirs(words);

        using var disk = DiskImage.OpenForWriting(Disk);
        using var volume = FileSystem.Open(disk.Slice(0, disk.Length));
        Assert.Null(volume.Find("no"));
        Assert.Null(volume.Find("text/no"));
        Assert.Null(volume.Find("\ud800"));
        Assert.Equal("", volume.Find("/")!.Path);
        Assert.Equal("FAT014", Assert.Throws<FaultException>(() => volume.List("text")).Fault.Code);
        Assert.Equal("FAT014", Assert.Throws<FaultException>(() => volume.OpenFile("folder")).Fault.Code);
        Assert.Throws<InvalidOperationException>(() => volume.Write("new", Content.Empty));
        Assert.Equal("IMG063", Assert.Throws<FaultException>(() => FileSystem.OpenForWriting(disk)).Fault.Code);
    }

    public void Dispose() => _temp.Dispose();

    private void MakeTheirs(string words)
    {
        Directory.CreateDirectory(_temp["small/folder"]);
        File.WriteAllText(_temp["small/text"], "text\n");
        File.WriteAllText(_temp["small/folder/below"], "below\n");
        using (var disk = File.Create(Disk))
            disk.SetLength(20 << 20);
        Ext4Judges.Mke2fs.Run(["-q", "-d", _temp["small"], .. words.Split(' '), Disk]).Accepts();
    }

    private string MakeTree()
    {
        string tree = _temp["tree"];
        foreach (int length in new[] { 0, 1, 59, 60, 61, 150, 1000, 4096, 100_000, 5_000_000 })
            Write($"sizes/{length}", TestBytes.Make(length, length));
        for (int i = 0; i < 300; i++)
            Write(FormattableString.Invariant($"many/a name that is rather long {i}"), []);
        for (int i = 0; i < 3; i++)
            Write(FormattableString.Invariant($"few/{i}"), [(byte)i]);
        Directory.CreateDirectory(Path.Combine(tree, "a/b/c/d"));
        using (var file = File.OpenHandle(Path.Combine(tree, "sparse"), FileMode.CreateNew, FileAccess.Write))
        {
            for (int i = 1; i < 40; i++)
                RandomAccess.Write(file, TestBytes.Make(3000, i), i * 1_000_000L);
        }

        foreach (int length in new[] { 1, 59, 60, 100, 150, 1000 })
            File.CreateSymbolicLink(Path.Combine(tree, $"link{length}"), new('l', length));
        new RealTool("ln").Run(Path.Combine(tree, "sizes/150"), Path.Combine(tree, "again")).Accepts();
        new RealTool("chmod").Run("4400", Path.Combine(tree, "few/1")).Accepts();
        File.SetLastWriteTimeUtc(Path.Combine(tree, "few/2"), new(1999, 12, 31, 23, 59, 59, DateTimeKind.Utc));
        return tree;

        void Write(string path, byte[] bytes)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(tree, path))!);
            File.WriteAllBytes(Path.Combine(tree, path), bytes);
        }
    }

    private static void AssertSame(Tree tree, Volume volume)
    {
        var found = volume.Walk().Where(entry => entry.Path != "lost+found").ToDictionary(entry => entry.Path);
        Assert.Equal(tree.Walk().Select(entry => entry.Path).Order(StringComparer.Ordinal), found.Keys.Order(StringComparer.Ordinal));
        foreach (var entry in tree.Walk())
        {
            var there = found[entry.Path];
            Assert.Equal((entry.Path, entry.File.Kind, entry.Mode, entry.Target),
                (there.Path, there.Kind, there.Attributes!.Mode, there.Target));
            if (entry.Content is { } content)
                AssertSame(content, volume.OpenFile(there));
        }

        Assert.Equal(found["sizes/150"].Inode!.Value, found["again"].Inode);
        Assert.Null(found["few/2"].Inode);
        Assert.Equal("1999-12-31T23:59:59", found["few/2"].Modified!.Value.ToString("s", CultureInfo.InvariantCulture));
    }

    private static void AssertSame(Content content, Source file)
    {
        Assert.Equal(content.Length, file.Length);
        Assert.Equal(content.Head((int)content.Length), file.ReadBytes(0, (int)file.Length));
    }
}
