using Bq2.Image;

namespace Bq2.Tests.Image;

/// <summary>Trees with everything that EROFS has a place for.</summary>
internal static class ErofsTrees
{
    // What fits behind an inode of 32 bytes, or of 64, and what fills blocks.
    public static readonly int[] Sizes =
        [0, 1, 31, 32, 33, 4031, 4032, 4033, 4063, 4064, 4065, 4095, 4096, 4097, 8127, 8128, 8129, 8191, 8192, 8193, 70_000];

    public static readonly UnixTime Late = new(5_000_000_000, 123_456_789);

    public static Tree Everything()
    {
        var tree = new Tree();
        tree.Root.Attributes = new() { Mode = 0x1ff, Time = Late };
        foreach (int size in Sizes)
        {
            tree.AddFile($"sizes/short/{size}", Content.FromBytes(TestBytes.Make(size, size)));
            tree.AddFile($"sizes/long/{size}", Content.FromBytes(TestBytes.Make(size, size)), new() { Time = new(-1, 999_999_999) });
        }

        var original = tree.AddFile("links/a", Content.FromBytes(TestBytes.Make(100)), new() { User = 65_535, Group = 65_536 });
        tree.AddHardLink("links/b", original);
        tree.AddHardLink("other/c", original);
        tree.AddLink("links/short", "a");
        tree.AddLink("links/long", new string('x', 4095));
        tree.AddFolder("empty", new() { Mode = 0x3ed });
        tree.AddDevice("dev/sda", EntryKind.BlockDevice, new(8, 0));
        tree.AddDevice("dev/far", EntryKind.CharacterDevice, new(4095, 1_048_575), new() { Mode = 0x1b6 });
        tree.AddPipe("dev/pipe");
        tree.AddSocket("dev/socket", new() { User = uint.MaxValue - 1 });
        AddNames(tree);
        AddXattrs(tree);
        return tree;
    }

    private static void AddNames(Tree tree)
    {
        foreach (string name in (string[])["!", "-", "+x", ".a", "..a", "...", "/".Replace('/', '0'), "é", new('n', 255)])
            tree.AddFile($"names/{name}", Content.FromBytes(TestBytes.Make(name.Length)));
        tree.AddFile("names/" + ByteText.Decode([.. Enumerable.Repeat((byte)0xfe, 255)]), Content.Empty);
    }

    private static void AddXattrs(Tree tree)
    {
        for (int i = 0; i < 20; i++)
        {
            tree.AddFile($"xattrs/label{i}", Content.FromBytes(TestBytes.Make(i)), new()
            {
                Xattrs = new Dictionary<string, byte[]> { ["security.selinux"] = "system_u:object_r:bin_t:s0\0"u8.ToArray() },
            });
        }

        tree.AddFile("xattrs/all", Content.FromBytes(TestBytes.Make(4000)), new()
        {
            Xattrs = new Dictionary<string, byte[]>
            {
                ["user.z"] = [],
                ["user.a"] = TestBytes.Make(3),
                ["trusted.overlay.opaque"] = "y"u8.ToArray(),
                ["security.selinux"] = "system_u:object_r:bin_t:s0\0"u8.ToArray(),
                ["security.capability"] = [1, 0, 0, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
                ["system.posix_acl_access"] = Convert.FromHexString(
                    "0200000001000600FFFFFFFF020004000100000004000400FFFFFFFF10000400FFFFFFFF20000400FFFFFFFF"),
            },
        });
        tree.AddFolder("xattrs/folder", new()
        {
            Xattrs = new Dictionary<string, byte[]>
            {
                ["user.big"] = TestBytes.Make(60_000),
                ["system.posix_acl_default"] = Convert.FromHexString("0200000001000700FFFFFFFF04000500FFFFFFFF20000500FFFFFFFF"),
            },
        });
    }
}
