namespace Bq2.Image;

/// <summary>The names of <see cref="DiskFormat"/>, as in qemu-img.</summary>
public static class DiskFormats
{
    /// <summary>"raw" or "qcow2".</summary>
    public static string Name(this DiskFormat format) => format == DiskFormat.Raw ? "raw" : "qcow2";

    /// <summary>The format with this name; null for any other name.</summary>
    public static DiskFormat? Find(string? name) => name switch
    {
        "raw" => DiskFormat.Raw,
        "qcow2" => DiskFormat.Qcow2,
        _ => null,
    };
}
