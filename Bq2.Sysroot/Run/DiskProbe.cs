namespace Bq2.Sysroot.Run;

/// <summary>What a disk tells about itself before it is booted.</summary>
internal static class DiskProbe
{
    private static ReadOnlySpan<byte> Qcow2Magic => [0x51, 0x46, 0x49, 0xfb];

    /// <summary>The format in QEMU's words. It must be said: QEMU's guess lets a guest make its raw disk any other.</summary>
    public static string Format(string path)
    {
        Span<byte> magic = stackalloc byte[4];
        using var disk = File.OpenHandle(path);
        int read = RandomAccess.Read(disk, magic, 0);
        return magic[..read].SequenceEqual(Qcow2Magic) ? "qcow2" : "raw";
    }

    /// <summary>The machine whose loader the disk holds; null where it holds none, or more than one.</summary>
    public static string? Machine(string path) => null;
}
