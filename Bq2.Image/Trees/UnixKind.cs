namespace Bq2.Image;

/// <summary>The kind of an entry as the type bits of a Unix mode.</summary>
internal static class UnixKind
{
    public const int Mask = 0xf000;

    /// <summary>The type bits. A hard link has those of what it links to.</summary>
    public static int BitsOf(EntryKind kind) => kind switch
    {
        EntryKind.Pipe => 0x1000,
        EntryKind.CharacterDevice => 0x2000,
        EntryKind.Folder => 0x4000,
        EntryKind.BlockDevice => 0x6000,
        EntryKind.Link => 0xa000,
        EntryKind.Socket => 0xc000,
        _ => 0x8000,
    };

    /// <summary>The whole mode of an entry: type bits and permissions.</summary>
    public static int ModeOf(TreeEntry entry) => BitsOf(entry.File.Kind) | entry.Mode;

    /// <summary>The kind by the type bits of a mode; null if there is none.</summary>
    public static EntryKind? Of(int mode) => (mode & Mask) switch
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
}
