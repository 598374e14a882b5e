using System.Text;
using Bq2.Efi.Pe;

namespace Bq2.Tests.Booting;

/// <summary>An initrd with busybox and a script of the test's own, in the form newc.</summary>
internal sealed class Initramfs
{
    private readonly List<byte> _bytes = [];
    private int _inode;

    /// <summary>The script runs as the first process, with everything mounted, and switches off when it ends.</summary>
    public static byte[] With(Machine machine, string script)
    {
        var guest = new GuestFiles(machine);
        var archive = new Initramfs();
        foreach (string folder in (string[])["bin", "dev", "proc", "sys"])
            archive.Add(folder, 0x41ed, []);
        archive.Add("bin/busybox", 0x81ed, File.ReadAllBytes(guest.Busybox));
        archive.Add("bin/sh", 0xa1ff, "busybox"u8);
        archive.Add("efivarfs.ko", 0x81a4, File.ReadAllBytes(guest.VariablesModule));
        archive.Add("init", 0x81ed, Encoding.UTF8.GetBytes(Head + script.ReplaceLineEndings("\n") + "\npoweroff -f\n"));
        return archive.End();
    }

    /// <summary>One file and nothing else.</summary>
    public static byte[] Of(string name, string text) => Of((name, Encoding.UTF8.GetBytes(text)));

    /// <summary>Files, which everyone may execute, in folders where their names say so.</summary>
    public static byte[] Of(params (string Name, byte[] Content)[] files)
    {
        var archive = new Initramfs();
        foreach (string folder in files.SelectMany(file => FoldersOf(file.Name)).Distinct())
            archive.Add(folder, 0x41ed, []);
        foreach (var (name, content) in files)
            archive.Add(name, 0x81ed, content);
        return archive.End();
    }

    // From the outermost inwards: the kernel makes none by itself.
    private static IEnumerable<string> FoldersOf(string name) =>
        Path.GetDirectoryName(name) is { Length: > 0 } folder ? FoldersOf(folder).Append(folder) : [];

    // text NAME prints a variable that is text, list NAME one that is several; have NAME tells whether there is one; put NAME
    // TEXT makes a new one
    // that lasts.
    private const string Head = """
        #!/bin/sh
        /bin/busybox --install -s /bin
        export PATH=/bin
        mount -t proc proc /proc
        mount -t sysfs sys /sys
        mount -t devtmpfs dev /dev
        insmod /efivarfs.ko
        vars=/sys/firmware/efi/efivars
        mount -t efivarfs efivarfs $vars
        vendor=4a67b082-0a4c-41cf-b6c7-440b29bb8c4f
        say() { echo "guest: $*"; }
        text() { say "$1=$(tail -c +5 "$vars/$1-$vendor" | tr '\000' '\n' | tr -d '\n')"; }
        list() { say "$1=$(tail -c +5 "$vars/$1-$vendor" | tr '\000' '\n' |
            awk 'BEGIN { RS = ""; FS = "\n"; OFS = ""; ORS = " " } { $1 = $1; print }')"; }
        have() { [ -e "$vars/$1-$vendor" ]; }
        put() {
          { printf '\007\000\000\000'; echo "$2" | sed 's/./&\n/g' | tr '\n' '\000'; printf '\000'; } > /variable
          cat /variable > "$vars/$1-$vendor"
        }

        """;

    private void Add(string name, uint mode, ReadOnlySpan<byte> content)
    {
        // magic, inode, mode, user, group, links, time, size, device, device of a node, length of the name with its NUL, check
        uint[] fields = [(uint)++_inode, mode, 0, 0, 1, 0, (uint)content.Length, 0, 0, 0, 0, (uint)name.Length + 1, 0];
        _bytes.AddRange(Encoding.ASCII.GetBytes("070701" + string.Concat(fields.Select(field => field.ToString("X8", null))) + name
            + '\0'));
        Pad();
        _bytes.AddRange(content);
        Pad();
    }

    private void Pad()
    {
        while (_bytes.Count % 4 != 0)
            _bytes.Add(0);
    }

    private byte[] End()
    {
        Add("TRAILER!!!", 0, []);
        return [.. _bytes];
    }
}
