namespace Bq2.Image;

internal partial struct Statx
{
    private const uint TypeAndSize = 0x201;
    private const ushort LinkType = 0xa000;

    public readonly FileKind Kind => (Mode & TypeMask) switch
    {
        RegularType => FileKind.Regular,
        LinkType => FileKind.Link,
        _ => FileKind.Other,
    };

    /// <summary>Type and length; null where the system does not tell, be it that there is no such file.</summary>
    public static Statx? Of(string path, bool followLinks) =>
        statx(CurrentFolder, path, followLinks ? 0 : DoNotFollow, TypeAndSize, out var status) == 0 ? status : null;
}
