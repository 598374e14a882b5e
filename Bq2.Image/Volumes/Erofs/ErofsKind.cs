namespace Bq2.Image;

/// <summary>Kinds of entries as they stand in modes and folders.</summary>
internal static class ErofsKind
{
    private const int TypeMask = 0xf000;

    /// <summary>The type bits of a Unix mode.</summary>
    public static int ModeOf(EntryKind kind) => kind switch
    {
        EntryKind.Pipe => 0x1000,
        EntryKind.CharacterDevice => 0x2000,
        EntryKind.Folder => 0x4000,
        EntryKind.BlockDevice => 0x6000,
        EntryKind.Link => 0xa000,
        EntryKind.Socket => 0xc000,
        _ => 0x8000,
    };

    /// <summary>The kind by the type bits of a mode; null if there is none.</summary>
    public static EntryKind? Of(int mode) => (mode & TypeMask) switch
    {
        0x1000 => EntryKind.Pipe,
        0x2000 => EntryKind.CharacterDevice,
        0x4000 => EntryKind.Folder,
        0x6000 => EntryKind.BlockDevice,
        0x8000 => EntryKind.File,
        0xa000 => EntryKind.Link,
        0xc000 => EntryKind.Socket,
        _ => null,
    };

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
