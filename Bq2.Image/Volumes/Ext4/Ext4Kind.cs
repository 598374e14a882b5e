namespace Bq2.Image;

/// <summary>Kinds of entries as a mode and a folder have them.</summary>
internal static class Ext4Kind
{
    public const int Mask = 0xf000;

    public static Ext4FileType TypeOf(EntryKind kind) => kind switch
    {
        EntryKind.Folder => Ext4FileType.Folder,
        EntryKind.Link => Ext4FileType.Link,
        EntryKind.BlockDevice => Ext4FileType.BlockDevice,
        EntryKind.CharacterDevice => Ext4FileType.CharacterDevice,
        EntryKind.Pipe => Ext4FileType.Pipe,
        EntryKind.Socket => Ext4FileType.Socket,
        _ => Ext4FileType.File,
    };

    public static int ModeOf(EntryKind kind) => kind switch
    {
        EntryKind.Folder => 0x4000,
        EntryKind.Link => 0xa000,
        EntryKind.BlockDevice => 0x6000,
        EntryKind.CharacterDevice => 0x2000,
        EntryKind.Pipe => 0x1000,
        EntryKind.Socket => 0xc000,
        _ => 0x8000,
    };

    /// <summary>Null for a mode that has no kind.</summary>
    public static EntryKind? Of(int mode) => (mode & Mask) switch
    {
        0x4000 => EntryKind.Folder,
        0xa000 => EntryKind.Link,
        0x6000 => EntryKind.BlockDevice,
        0x2000 => EntryKind.CharacterDevice,
        0x1000 => EntryKind.Pipe,
        0xc000 => EntryKind.Socket,
        0x8000 => EntryKind.File,
        _ => null,
    };
}
