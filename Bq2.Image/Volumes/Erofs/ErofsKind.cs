namespace Bq2.Image;

/// <summary>Kinds of entries as a folder of this file system has them.</summary>
internal static class ErofsKind
{
    /// <summary>The type in a folder's entry.</summary>
    public static ErofsFileType TypeOf(EntryKind kind) => kind switch
    {
        EntryKind.Pipe => ErofsFileType.Pipe,
        EntryKind.CharacterDevice => ErofsFileType.CharacterDevice,
        EntryKind.Folder => ErofsFileType.Folder,
        EntryKind.BlockDevice => ErofsFileType.BlockDevice,
        EntryKind.Link => ErofsFileType.Link,
        EntryKind.Socket => ErofsFileType.Socket,
        _ => ErofsFileType.File,
    };
}
