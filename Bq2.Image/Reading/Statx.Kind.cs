namespace Bq2.Image;

internal partial struct Statx
{
    private const uint TypeAndLength = 0x201;
    private const ushort FolderType = 0x4000;
    private const ushort LinkType = 0xa000;

    /// <summary>Type and length; what cannot be looked at is none of the things that have a length.</summary>
    public static FileKind KindOf(string path, bool followLinks, out long length)
    {
        bool known = statx(CurrentFolder, path, followLinks ? 0 : DoNotFollow, TypeAndLength, out var status) == 0;
        length = known ? (long)status.Length : 0;
        return known ? status.Kind() : FileKind.Other;
    }

    private readonly FileKind Kind() => (Mode & TypeMask) switch
    {
        RegularType => FileKind.Regular,
        FolderType => FileKind.Folder,
        LinkType => FileKind.Link,
        _ => FileKind.Other,
    };
}
