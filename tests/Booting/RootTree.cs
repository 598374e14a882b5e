using System.Text;
using Bq2.Efi.Pe;
using Bq2.Image;

namespace Bq2.Tests.Booting;

/// <summary>A small root file system, and a disk with it.</summary>
internal static class RootTree
{
    public const string Version = "6.1.0-test";

    public static BootDisk DiskOf(RootVolume root, Machine machine) => new()
    {
        Machine = machine,
        Root = root,
        CommandLine = $"console={new GuestFiles(machine).Console} quiet panic=-1",
    };

    /// <summary>busybox, the kernel with the modules that the root needs, and a first program that says what it sees.</summary>
    public static Tree TreeFor(Machine machine)
    {
        const string Script = """
            #!/bin/busybox sh
            /bin/busybox --install -s /bin 2>/dev/null
            b=/bin/busybox
            echo "guest: $($b grep ' / ' /proc/mounts)"
            echo "guest: room $($b df -m / | $b awk 'END { print $2, "MB" }')"
            echo "guest: owner $($b stat -c '%u %g %A' /owned)"
            $b cat /changed >/dev/null 2>&1 || echo "guest: changed file not read"
            $b poweroff -f
            """;
        var guest = new GuestFiles(machine);
        var tree = new Tree();
        tree.AddFile("sbin/init", Content.FromBytes(Encoding.UTF8.GetBytes(Script)), new() { Mode = 0x1ed });
        tree.AddFile("bin/busybox", Content.FromFile(guest.Busybox), new() { Mode = 0x1ed });
        tree.AddFile("owned", Content.FromBytes("x"u8.ToArray()), new() { Mode = 0x9e8, User = 7, Group = 8 });
        tree.AddFile("changed", Content.FromBytes((byte[])[.. new byte[8192], .. "the changed file"u8, .. new byte[8192]]));
        foreach (string folder in new[] { "dev", "proc", "sys" })
            tree.AddFolder(folder);
        tree.AddFile($"boot/vmlinuz-{Version}", Content.FromFile(guest.Kernel));
        tree.AddLink("lib", "usr/lib");
        tree.AddFile($"usr/lib/modules/{Version}/modules.builtin", Content.FromBytes("kernel/fs/ext4/ext4.ko\n"u8.ToArray()));
        foreach (string module in guest.ModulesWith("erofs", "dm-verity"))
            tree.AddFile($"usr/lib/modules/{Version}/kernel/{Path.GetFileName(module)}", Content.FromFile(module));
        return tree;
    }
}
